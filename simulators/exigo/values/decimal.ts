/**
 * Exigo keeps amounts as SQL `money`: four decimals. The simulator keeps them as whole ten-thousandths in
 * a safe integer, so that no sum is ever off by a float's error. Names of such numbers end in `Units`.
 */
const UNITS_PER_ONE = 10_000n;
const DECIMAL = /^([+-]?)(\d{1,16})(?:\.(\d+))?$/;

/**
 * Reads a decimal as it was written ("12.5", "-0.0001") into ten-thousandths.
 * Null when it is no plain decimal, has more than four significant decimals, or is too large to be exact.
 */
export function parseDecimal(text: string): number | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = "0", written = ""] = match;
  const decimals = written.replace(/0+$/, "");
  if (decimals.length > 4) return null;
  const units = BigInt(whole) * UNITS_PER_ONE + BigInt(decimals.padEnd(4, "0"));
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  // The zero check keeps "-0" from becoming JavaScript's negative zero.
  return sign === "-" && units !== 0n ? -Number(units) : Number(units);
}

/** Writes ten-thousandths as a decimal with at least one digit after the point, as Exigo's samples do: "12.5", "3.0". */
export function formatDecimal(units: number): string {
  const size = BigInt(Math.abs(units));
  const decimals = (size % UNITS_PER_ONE).toString().padStart(4, "0").replace(/0+$/, "");
  return `${units < 0 ? "-" : ""}${size / UNITS_PER_ONE}.${decimals === "" ? "0" : decimals}`;
}
