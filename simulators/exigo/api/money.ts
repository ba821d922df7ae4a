/**
 * Amounts are ten-thousandths in safe integers; what is multiplied is so in bigint and rounded once. A result is
 * rounded to cents, half away from zero: how Exigo rounds is not known.
 */
const ONE = 10_000n;
const CENT = 100n;

/** A price for a quantity; both ten-thousandths. Not rounded to cents: the quantity may be a part of one. */
export function timesQuantity(priceUnits: number, quantityUnits: number): number {
  return Number(divideRounded(BigInt(priceUnits) * BigInt(quantityUnits), ONE));
}

/** A percentage of an amount, in whole cents. */
export function percentOf(amountUnits: number, percentUnits: number): number {
  return Number(divideRounded(BigInt(amountUnits) * BigInt(percentUnits), ONE * 100n * CENT) * CENT);
}

function divideRounded(value: bigint, divisor: bigint): bigint {
  const size = value < 0n ? -value : value;
  const rounded = (size + divisor / 2n) / divisor;
  return value < 0n ? -rounded : rounded;
}
