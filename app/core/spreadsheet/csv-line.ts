/** A spreadsheet takes text that begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A decimal as the app writes it; a sign before digits is a number and no formula. */
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** What a cell may hold; null is an empty cell. Text that is meant as a decimal is told apart from other text. */
export type Cell = string | number | null | { readonly decimal: string };

/**
 * One line of CSV (RFC 4180) without its end. Text that a spreadsheet would run as a formula gets an apostrophe before
 * it; numbers and decimals stay numbers.
 */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(cellText).join(",");
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return DECIMAL.test(cell.decimal) ? cell.decimal : cellText(cell.decimal);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
