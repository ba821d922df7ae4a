import { Refusal } from "../http/reply.ts";
import { parseWallClock } from "../values/central-time.ts";
import type { EntitySet, Value } from "./odata-set.ts";

type Condition = (row: unknown) => boolean;

const comparisons: Record<string, (left: number | string, right: number | string) => boolean> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
};
const CLAUSE =
  /^([A-Za-z]\w*) (eq|ne|gt|ge|lt|le) (?:(-?\d{1,15}(?:\.\d{1,4})?)[mM]?|(?:DateTime)?'((?:[^']|'')*)'|(true|false)|(null))(?= |$)/i;
const KNOWN_OPTIONS = ["$filter", "$orderby", "$top", "$skip", "$format"];

/** The query options of one call. */
export interface SetQuery {
  conditions: readonly Condition[];
  /** The rows with a key at or below this one are out in any case; null: none are. */
  afterKey: number | null;
  order: readonly { column: string; descending: boolean }[];
  /** Null for no limit. */
  top: number | null;
  skip: number;
}

/** Reads the query options of an entity set. Refuses with 400 what the simulator does not model, instead of ignoring it. */
export function readSetQuery(set: EntitySet, query: URLSearchParams): SetQuery {
  for (const name of query.keys()) {
    if (!KNOWN_OPTIONS.includes(name)) throw new Refusal(400, `The query option ${name} is not supported.`);
  }
  return {
    ...readFilter(set, query.get("$filter")),
    order: readOrder(set, query.get("$orderby")),
    top: readCount("$top", query.get("$top")),
    skip: readCount("$skip", query.get("$skip")) ?? 0,
  };
}

function readCount(name: string, written: string | null): number | null {
  if (written !== null && !/^\d{1,9}$/.test(written))
    throw new Refusal(400, `${name} must be a whole number.`);
  return written === null ? null : Number(written);
}

function readOrder(set: EntitySet, written: string | null): SetQuery["order"] {
  return (written?.trim() || set.key).split(",").map((part) => {
    const [, column = "", direction] = /^(\w+)(?: (asc|desc))?$/.exec(part.trim()) ?? [];
    requireColumn(set, column, "$orderby");
    return { column, descending: direction === "desc" };
  });
}

/** Reads clauses one after another, because a quoted text may itself contain " and ". */
function readFilter(set: EntitySet, filter: string | null): Pick<SetQuery, "conditions" | "afterKey"> {
  const conditions: Condition[] = [];
  let afterKey: number | null = null;
  let rest = filter?.trim() ?? "";
  while (rest !== "") {
    const clause = CLAUSE.exec(rest);
    if (clause === null) throw new Refusal(400, `The $filter cannot be read at: ${rest.slice(0, 60)}`);
    const [whole, column = "", operator = "", number] = clause;
    conditions.push(readClause(set, clause));
    if (column === set.key && number !== undefined && operator.toLowerCase() === "gt") {
      afterKey = Math.max(Number(number), afterKey ?? Number.NEGATIVE_INFINITY);
    }
    rest = rest.slice(whole.length);
    if (rest === "") break;
    if (!/^ and \S/.test(rest)) throw new Refusal(400, "The clauses of $filter must be joined by and.");
    rest = rest.slice(" and ".length);
  }
  return { conditions, afterKey };
}

function readClause(set: EntitySet, clause: RegExpExecArray): Condition {
  const [, column = "", operator = "eq", number, quoted, truth, nothing] = clause;
  const read = requireColumn(set, column, "$filter");
  const compare = comparisons[operator.toLowerCase()];
  if (compare === undefined) throw new Refusal(400, `${operator} is not an operator of $filter.`);
  // SQL's rule: a column without a value is equal to null alone, and compares with nothing else.
  if (nothing !== undefined) return (row) => (read(row) === null) === (operator.toLowerCase() === "eq");
  if (number !== undefined || truth !== undefined) {
    const wanted = number === undefined ? Number(truth?.toLowerCase() === "true") : Number(number);
    return (row) => {
      const value = read(row);
      return value !== null && compare(Number(value), wanted);
    };
  }
  const wanted = comparable((quoted ?? "").replaceAll("''", "'"));
  return (row) => {
    const value = read(row);
    return value !== null && compare(comparable(String(value)), wanted);
  };
}

/** SQL Server compares text without regard to case; dates are wall clocks, which compare as text. */
function comparable(text: string): string {
  return (/^\d{4}-\d{2}-\d{2}/.test(text) ? (parseWallClock(text, "dropped") ?? text) : text).toLowerCase();
}

function requireColumn(set: EntitySet, column: string, where: string): (row: unknown) => Value {
  const read = Object.hasOwn(set.columns, column) ? set.columns[column] : undefined;
  if (read === undefined)
    throw new Refusal(400, `${where} names ${column}, which ${set.name} does not have.`);
  return read;
}
