/** An exact number. The denominator is above zero. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };
export const ONE: Fraction = { numerator: 1n, denominator: 1n };

/** `numerator / denominator` of whole numbers, in its lowest terms; the denominator is above zero. */
export function fraction(numerator: number | bigint, denominator: number | bigint = 1n): Fraction {
  return reduce(BigInt(numerator), BigInt(denominator));
}

export function add(a: Fraction, b: Fraction): Fraction {
  return reduce(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return reduce(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** `a / b`; `b` is above zero. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return reduce(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Zero or more; below zero counts as zero. */
export function atLeastZero(a: Fraction): Fraction {
  return a.numerator < 0n ? ZERO : a;
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return a.numerator * b.denominator < b.numerator * a.denominator ? a : b;
}

export function sum(all: readonly Fraction[]): Fraction {
  return all.reduce(add, ZERO);
}

/** The whole part of a number that is not negative. */
export function wholePart(a: Fraction): bigint {
  return a.numerator / a.denominator;
}

/** The smallest whole number that is not smaller; for numbers that are not negative. */
export function roundedUp(a: Fraction): number {
  return Number((a.numerator + a.denominator - 1n) / a.denominator);
}

export function isZero(a: Fraction): boolean {
  return a.numerator === 0n;
}

function reduce(numerator: bigint, denominator: bigint): Fraction {
  let [divisor, rest] = [numerator < 0n ? -numerator : numerator, denominator];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}
