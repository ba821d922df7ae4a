/** Shopify's search syntax as far as it is used here: `field:value`, `field:>value`, quotes, AND and plain words. */

export type SearchTerm = {
  field: string | null;
  operator: "=" | ">" | ">=" | "<" | "<=";
  value: string;
  not: boolean;
};

/** Splits a query into terms. Empty or null means everything. */
export function parseSearch(query: string | null | undefined): SearchTerm[] {
  if (!query) return [];
  const pattern = /(-|NOT )?(?:([a-z_]+):)?(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|([^\s()]+))/gi;
  return [...query.matchAll(pattern)]
    .map((match) => ({
      not: Boolean(match[1]),
      field: match[2]?.toLowerCase() ?? null,
      operator: (match[3] ?? "=") as SearchTerm["operator"],
      value: match[4] ?? match[5] ?? match[6] ?? "",
    }))
    .filter((term) => term.field !== null || !/^(AND)$/.test(term.value));
}

export type SearchFields<Row> = Record<string, (row: Row) => string | number | string[] | null>;

function compare(actual: string | number, term: SearchTerm): boolean {
  const asDate = typeof actual === "string" && /^\d{4}-\d\d-\d\dT/.test(actual);
  const left = asDate ? Date.parse(actual) : actual;
  const right = asDate
    ? Date.parse(term.value)
    : typeof actual === "number"
      ? Number(term.value)
      : term.value;
  switch (term.operator) {
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case "=":
      return typeof left === "string" && typeof right === "string"
        ? left.toLowerCase() === right.toLowerCase()
        : left === right;
  }
}

function matches<Row>(
  row: Row,
  term: SearchTerm,
  fields: SearchFields<Row>,
  text: (row: Row) => string,
): boolean {
  if (term.field === null) return text(row).toLowerCase().includes(term.value.toLowerCase());
  const read = fields[term.field];
  // Shopify warns about a field it does not know and searches without it.
  if (!read) return true;
  const actual = read(row);
  if (actual === null) return false;
  const hit = Array.isArray(actual) ? actual.some((one) => compare(one, term)) : compare(actual, term);
  return hit !== term.not;
}

/** The rows that satisfy all terms of the query. */
export function searchRows<Row>(
  rows: Row[],
  query: string | null | undefined,
  how: { fields: SearchFields<Row>; text: (row: Row) => string },
): Row[] {
  const terms = parseSearch(query);
  return rows.filter((row) => terms.every((term) => matches(row, term, how.fields, how.text)));
}
