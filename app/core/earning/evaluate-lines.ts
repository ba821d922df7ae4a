import { assertMinor } from "../units/index.ts";
import type { EvaluatedLine, OrderFacts, OrderLine, OrderRefund } from "./types.ts";

/** A whole number of minor units and a fraction of one, exact. The denominator is above zero. */
interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Each line's share of the base: its net in proportion to the units that remain. Shares are steps of the exact
 * running sum rounded down, so they sum to the exact base rounded down once, a whole line counts its exact net and
 * a line of which nothing remains counts exactly 0.
 */
export function evaluateLines(facts: OrderFacts, refunds: readonly OrderRefund[]): EvaluatedLine[] {
  let sum: Exact = { numerator: 0n, denominator: 1n };
  return facts.lines.map((line) => {
    const remainingQuantity = remainingUnits(line, refunds);
    const before = wholePart(sum);
    sum = addShare(sum, line, remainingQuantity);
    return {
      lineId: line.lineId,
      title: line.title,
      quantity: line.quantity,
      remainingQuantity,
      baseMinor: assertMinor(Number(wholePart(sum) - before)),
    };
  });
}

/**
 * Facts and refunds arrive apart, and each may know of units taken off that the other does not: the smaller
 * remainder counts, never below zero.
 */
function remainingUnits(line: OrderLine, refunds: readonly OrderRefund[]): number {
  const refunded = refunds
    .flatMap((refund) => refund.lines)
    .filter((refundLine) => refundLine.lineId === line.lineId)
    .reduce((units, refundLine) => units + refundLine.quantity, 0);
  return Math.max(0, Math.min(line.currentQuantity, line.quantity - refunded));
}

function addShare(sum: Exact, line: OrderLine, units: number): Exact {
  if (units === 0) return sum;
  const share = BigInt(assertMinor(line.netMinor)) * BigInt(units);
  const quantity = BigInt(line.quantity);
  return {
    numerator: sum.numerator * quantity + share * sum.denominator,
    denominator: sum.denominator * quantity,
  };
}

function wholePart(exact: Exact): bigint {
  return exact.numerator / exact.denominator;
}
