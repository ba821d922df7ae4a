import { Refusal } from "../http/reply.ts";
import type { PointTransactionRow } from "../state/company.ts";

type Condition = (row: PointTransactionRow) => boolean;

const numberColumns: Record<string, (row: PointTransactionRow) => number> = {
  PointTransactionID: (row) => row.transactionID,
  CustomerID: (row) => row.customerID,
  PointAccountID: (row) => row.pointAccountID,
};
const comparisons: Record<string, (left: number, right: number) => boolean> = {
  eq: (left, right) => left === right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
};
const CLAUSE =
  /^(?:(PointTransactionID|CustomerID|PointAccountID) (eq|gt|ge|lt|le) (\d{1,10})|Reference eq '((?:[^']|'')*)')/;
const KNOWN_OPTIONS = ["$filter", "$orderby", "$top", "$format"];

export interface PointTransactionQuery {
  matches: Condition;
  descending: boolean;
  /** Null for no limit. */
  top: number | null;
}

/** Reads the query options of PointTransactions. Refuses with 400 what the simulator does not model, instead of ignoring it. */
export function readPointTransactionQuery(query: URLSearchParams): PointTransactionQuery {
  for (const name of query.keys()) {
    if (!KNOWN_OPTIONS.includes(name)) throw new Refusal(400, `The query option ${name} is not supported.`);
  }
  const orderBy = /^PointTransactionID(?: (asc|desc))?$/.exec(
    query.get("$orderby")?.trim() ?? "PointTransactionID",
  );
  if (orderBy === null) throw new Refusal(400, "$orderby must be PointTransactionID, asc or desc.");
  const top = query.get("$top");
  if (top !== null && !/^\d{1,9}$/.test(top)) throw new Refusal(400, "$top must be a whole number.");
  return {
    matches: readFilter(query.get("$filter")),
    descending: orderBy[1] === "desc",
    top: top === null ? null : Number(top),
  };
}

/** Reads clauses one after another, because a quoted reference may itself contain " and ". */
function readFilter(filter: string | null): Condition {
  const conditions: Condition[] = [];
  let rest = filter?.trim() ?? "";
  while (rest !== "") {
    const clause = CLAUSE.exec(rest);
    if (clause === null) throw new Refusal(400, `The $filter cannot be read at: ${rest.slice(0, 60)}`);
    conditions.push(readClause(clause));
    rest = rest.slice(clause[0].length);
    if (rest === "") break;
    if (!/^ and \S/.test(rest)) throw new Refusal(400, "The clauses of $filter must be joined by and.");
    rest = rest.slice(" and ".length);
  }
  return (row) => conditions.every((holds) => holds(row));
}

function readClause([, column, operator, number, quoted]: RegExpExecArray): Condition {
  const read = numberColumns[column ?? ""];
  const compare = comparisons[operator ?? ""];
  if (read !== undefined && compare !== undefined) return (row) => compare(read(row), Number(number));
  // SQL Server compares text without regard to case.
  const reference = (quoted ?? "").replaceAll("''", "'").toLowerCase();
  return (row) => row.reference?.toLowerCase() === reference;
}

const BALANCE_FILTER = /^PointAccountID eq (\d{1,10}) and CustomerID gt (\d{1,10})$/;

/** Reads the query of CustomerPointAccounts, of which one form is modelled. Refuses any other with 400. */
export function readBalanceQuery(query: URLSearchParams): {
  pointAccountID: number;
  afterCustomerID: number;
  top: number;
} {
  const filter = BALANCE_FILTER.exec(query.get("$filter")?.trim() ?? "");
  if (filter === null) throw new Refusal(400, "$filter must be PointAccountID eq A and CustomerID gt N.");
  if (query.get("$orderby") !== "CustomerID") throw new Refusal(400, "$orderby must be CustomerID.");
  const top = query.get("$top") ?? "";
  if (!/^\d{1,9}$/.test(top)) throw new Refusal(400, "$top must be a whole number.");
  return { pointAccountID: Number(filter[1]), afterCustomerID: Number(filter[2]), top: Number(top) };
}
