import { Fault } from "./fault.ts";

/** An amount that would not survive as a whole number; it must stop the command, not round. */
export class AmountFault extends Fault {
  readonly code = "amount_out_of_range";
}

/** Returns `value` if it is a safe whole number of minor units; throws an {@link AmountFault} otherwise. */
export function assertMinor(value: number): number {
  if (!Number.isSafeInteger(value)) throw new AmountFault(`not a whole number of minor units: ${value}`);
  return value;
}

/**
 * Reads an outside decimal such as `"12.50"` as whole minor units of `scale` decimal places.
 * Returns null when the text is no plain decimal, has more places than fit, or overflows.
 */
export function parseDecimal(text: string, scale: number): number | null {
  const match = /^(-?)(\d{1,16})(?:\.(\d{1,10}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  const kept = fraction.slice(0, scale).padEnd(scale, "0");
  if (/[1-9]/.test(fraction.slice(scale))) return null;
  const value = Number(BigInt(whole + kept));
  if (!Number.isSafeInteger(value)) return null;
  return sign && value !== 0 ? -value : value;
}

/** Writes whole minor units as a plain decimal: `formatDecimal(-1250, 2)` is `"-12.50"`. */
export function formatDecimal(amountMinor: number, scale: number): string {
  const digits = Math.abs(assertMinor(amountMinor))
    .toString()
    .padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const sign = amountMinor < 0 ? "-" : "";
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`;
}
