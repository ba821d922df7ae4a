import type { RefusedOpeningRow } from "#core/reading";
import { csvLine } from "#core/spreadsheet";
import { formatDecimal } from "#core/units";

import type { Reports } from "./ports/reports.ts";

export interface ExportRefusedOpeningsInput {
  readonly programId: number;
  /** Decimal places of the unit. */
  readonly scale: number;
}

/** Rows read at a time. */
const AT_ONCE = 500;

/** The plain format's columns, then what became of the row: the file can be corrected and imported again. */
const COLUMNS = [
  ...["email", "amount", "earned_at", "available_from", "expires_at", "note"],
  ...["source", "line", "reason"],
];

/**
 * The imported balances that were refused, newest first, as CSV. Amounts are decimals of the unit; text is safe for
 * spreadsheets. Throws the port's faults.
 */
export async function* exportRefusedOpenings(
  { reports }: { readonly reports: Pick<Reports, "refusedOpenings"> },
  { programId, scale }: ExportRefusedOpeningsInput,
): AsyncGenerator<string> {
  // Without the mark at its beginning a spreadsheet takes the file for something else than UTF-8.
  yield `\uFEFF${csvLine(COLUMNS)}\r\n`;
  for (let beforeId: number | null = null; ;) {
    const page: Awaited<ReturnType<Reports["refusedOpenings"]>> = await reports.refusedOpenings(programId, {
      beforeId,
      limit: AT_ONCE,
    });
    yield page.rows.map((row) => toLine(row, scale)).join("");
    beforeId = page.nextBeforeId;
    if (beforeId === null) return;
  }
}

function toLine(row: RefusedOpeningRow, scale: number): string {
  const { email, effectiveAt, availableFrom, expiresAt, note, source, line, reason } = row;
  const amount = { decimal: formatDecimal(row.amountMinor, scale) };
  const dates = [effectiveAt, availableFrom, expiresAt];
  return `${csvLine([email, amount, ...dates, note, source, line, reason])}\r\n`;
}
