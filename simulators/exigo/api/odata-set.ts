import type { Company } from "../state/company.ts";
import { formatWithoutZone } from "../values/central-time.ts";
import { jsonDecimal } from "../http/json.ts";
import { formatDecimal } from "../values/decimal.ts";
import type { SetQuery } from "./odata-query.ts";

export type Value = string | number | boolean | null;

/** What is read of the company: the reporting side may be behind. */
export interface Reading {
  company: Company;
  /** The Central wall clock up to which the reporting side knows what happened. */
  upTo: string;
  /** Only rows whose key is greater; null: from the first row. */
  afterKey: number | null;
}

/** One table of the reporting side, read-only. Its rows come in the order of `key`, lowest first. */
export interface EntitySet {
  name: string;
  key: string;
  rows: (reading: Reading) => Iterable<unknown>;
  /** What filters and orders read: amounts as numbers, dates as wall clocks. */
  columns: Readonly<Record<string, (row: unknown) => Value>>;
  /** A row as an answer shows it: dates have no zone. */
  show: (row: unknown) => Record<string, unknown>;
}

/** How a column's value is answered, when not as it is. */
type Kind = "plain" | "money" | "date";

export interface SetColumn<Row> {
  kind?: Kind;
  read: (row: Row) => Value;
}

/** Makes a set of a list of columns, whose first one is the key. */
export function entitySet<Row>(set: {
  name: string;
  rows: (reading: Reading) => Iterable<Row>;
  columns: Readonly<Record<string, SetColumn<Row>>>;
}): EntitySet {
  const columns = Object.entries(set.columns);
  const compared = columns.map(([name, { kind, read }]) => [
    name,
    (row: unknown) => {
      const value = read(row as Row);
      return kind === "money" && value !== null ? Number(value) / 10_000 : value;
    },
  ]);
  return {
    name: set.name,
    key: columns[0]?.[0] ?? "",
    rows: set.rows,
    columns: Object.fromEntries(compared) as EntitySet["columns"],
    show: (row) =>
      Object.fromEntries(columns.map(([name, { kind, read }]) => [name, shown(kind, read(row as Row))])),
  };
}

function shown(kind: Kind | undefined, value: Value): unknown {
  if (value === null || kind === undefined || kind === "plain") return value;
  return kind === "money" ? jsonDecimal(formatDecimal(Number(value))) : formatWithoutZone(String(value));
}

/** The rows of a set that the query asks for, as an answer shows them. */
export function readSet(set: EntitySet, reading: Omit<Reading, "afterKey">, query: SetQuery): object[] {
  const { conditions, afterKey, order, top, skip } = query;
  const last = top === null ? Number.POSITIVE_INFINITY : skip + top;
  // In the order of the key, a page ends the reading, so that a page of a million rows costs a page.
  const isByKey = order.length === 1 && order[0]?.column === set.key;
  const isNatural = isByKey && order[0]?.descending !== true;
  const found: unknown[] = [];
  for (const row of set.rows({ ...reading, afterKey })) {
    if (isNatural && found.length >= last) break;
    if (conditions.every((holds) => holds(row))) found.push(row);
  }
  // They came in the order of the key: turning them round spares the sorting of a million rows.
  if (!isByKey) found.sort(comparison(set, order));
  else if (!isNatural) found.reverse();
  return found.slice(skip, last).map(set.show);
}

function comparison(set: EntitySet, order: SetQuery["order"]): (left: unknown, right: unknown) => number {
  return (left, right) => {
    for (const { column, descending } of order) {
      const valueOf = (row: unknown) => {
        const value = set.columns[column]?.(row) ?? null;
        return typeof value === "string" ? value.toLowerCase() : value;
      };
      const [first, second] = [valueOf(left), valueOf(right)];
      if (first === second) continue;
      // SQL Server puts what has no value first, and orders texts without regard to case.
      const isLess = first === null || (second !== null && first < second);
      return isLess === descending ? 1 : -1;
    }
    return 0;
  };
}
