/** The index of the first row whose id is greater, in rows that are kept in the order of their ids; null: the first row. */
export function firstIndexAfter<Row>(
  rows: readonly Row[],
  id: number | null,
  idOf: (row: Row) => number,
): number {
  let low = 0;
  let high = id === null ? 0 : rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && id !== null && idOf(row) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
