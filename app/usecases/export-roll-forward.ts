import { dayAfter, ROLL_FORWARD_LINES } from "#core/reading";
import type { Period, RollForwardDay, RollForwardLine } from "#core/reading";
import { csvLine } from "#core/spreadsheet";
import { formatDecimal } from "#core/units";

import type { RollForwardScope, Rollup } from "./ports/ledger-reading.ts";

export interface ExportRollForwardInput {
  readonly scope: RollForwardScope;
  readonly period: Period;
  /** Decimal places of the unit. */
  readonly scale: number;
  /** What the file says of the scope: names as people gave them. */
  readonly labels: { readonly shop: string; readonly currency: string; readonly unit: string };
  /** The columns in the reader's words. */
  readonly headings: RollForwardHeadings;
}

export type RollForwardHeadings = Readonly<
  Record<RollForwardLine | "day" | "shop" | "currency" | "unit" | "open" | "close" | "difference", string>
>;

/** Days read at a time. */
const DAYS_AT_ONCE = 92;

/**
 * The roll-forward of every day of a period as CSV, some days at a time: what a day opens with, all that was added to
 * it and taken from it, what it closes with, and the difference, which is zero. Each day opens with what the one before
 * closed with. Amounts are decimals of the unit; text is safe for spreadsheets. Throws the port's faults.
 */
export async function* exportRollForward(
  { rollup }: { readonly rollup: Pick<Rollup, "rollForward"> },
  { scope, period, scale, labels, headings }: ExportRollForwardInput,
): AsyncGenerator<string> {
  const { day, shop, currency, unit, open, close, difference } = headings;
  const names = ROLL_FORWARD_LINES.map((line) => headings[line]);
  // Without the mark at its beginning a spreadsheet takes the file for something else than UTF-8.
  yield `\uFEFF${csvLine([day, shop, currency, unit, open, ...names, close, difference])}\r\n`;
  const toLine = (one: RollForwardDay): string => {
    const lines = ROLL_FORWARD_LINES.map((line) => one[line]);
    const amounts = [one.openMinor, ...lines, one.closeMinor, one.differenceMinor];
    const decimals = amounts.map((amountMinor) => ({ decimal: formatDecimal(amountMinor, scale) }));
    return `${csvLine([one.day, labels.shop, labels.currency, labels.unit, ...decimals])}\r\n`;
  };
  let before: { readonly openMinor?: number } = {};
  for (let from = period.from; from <= period.to;) {
    const last = dayAfter(from, DAYS_AT_ONCE - 1);
    const to = last < period.to ? last : period.to;
    const days = await rollup.rollForward(scope, { from, to, ...before });
    yield days.map(toLine).join("");
    const closed = days.at(-1);
    if (closed) before = { openMinor: closed.closeMinor };
    from = dayAfter(to, 1);
  }
}
