/** A JSON column's value: MariaDB may hand it over as text, MySQL as what the text says. */
export function readJson<T>(column: unknown): T {
  return (typeof column === "string" ? JSON.parse(column) : column) as T;
}
