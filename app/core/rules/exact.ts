/** The greatest number that divides both; both are above zero or zero. */
export function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** The smallest number that both divide. */
export function leastMultiple(a: bigint, b: bigint): bigint {
  return a === b ? a : (a / greatestDivisor(a, b)) * b;
}

/**
 * A fraction as text: `74.925` where a decimal says it exactly, `100/3` where none does. The numerator is not
 * negative, the denominator above zero.
 */
export function exactText(numerator: bigint, denominator: bigint): string {
  if (numerator % denominator === 0n) return String(numerator / denominator);
  const divisor = greatestDivisor(numerator, denominator);
  const [top, bottom] = [numerator / divisor, denominator / divisor];
  const places = decimalPlaces(bottom);
  if (places === null) return `${top}/${bottom}`;
  const digits = ((top * 10n ** BigInt(places)) / bottom).toString().padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Decimal places that a reduced denominator needs; null: no number of them is enough. */
function decimalPlaces(denominator: bigint): number | null {
  let [twos, fives] = [0, 0];
  let rest = denominator;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}
