import { assertMinor } from "./amount.ts";

/** How a fraction of a minor unit becomes a whole one. */
export type Rounding = "floor" | "half-up" | "ceil";

/**
 * `value * numerator / denominator` as a whole number, exact at any size in between.
 * All three are whole and not negative, the denominator above zero.
 */
export function multiplyRatio(
  value: number,
  numerator: bigint,
  denominator: bigint,
  rounding: Rounding,
): number {
  const product = BigInt(assertMinor(value)) * numerator;
  const quotient = product / denominator;
  const remainder = product % denominator;
  const up = rounding === "ceil" ? remainder > 0n : rounding === "half-up" && remainder * 2n >= denominator;
  return assertMinor(Number(up ? quotient + 1n : quotient));
}
