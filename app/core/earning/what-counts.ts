import {
  add,
  atLeastZero,
  divide,
  fraction,
  isZero,
  multiply,
  ONE,
  subtract,
  sum,
  wholePart,
  ZERO,
} from "./fraction.ts";
import type { Fraction } from "./fraction.ts";
import type { OrderFacts, OrderLine, OrderRefund, OrderSnapshot } from "./order-facts.ts";
import { settleMoney } from "./settle-money.ts";
import type { Removal, SettledMoney } from "./settle-money.ts";

/** What of one line counts. */
export interface CountedLine {
  readonly line: OrderLine;
  /** Units that count, wholly or in part. */
  readonly remainingQuantity: number;
  /** The part of the line's money that counts, from 0 to 1. */
  readonly kept: Fraction;
  /** The line's tax, without what was given back of tax alone. */
  readonly taxMinor: number;
}

/** What of an order counts, in minor units of the shop's currency. */
export interface CountedOrder {
  readonly lines: readonly CountedLine[];
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
}

/**
 * What of an order counts now, and what will once the money that is owed on either side has moved (`expected`). What
 * counts is what the shopper paid and has not got back: units of refunds that gave money are off, money that went
 * back without units lowers everything in proportion, and never below zero.
 */
export function whatCounts(snapshot: OrderSnapshot & { readonly facts: OrderFacts }): {
  readonly now: CountedOrder;
  readonly expected: CountedOrder;
  /** Money that is missing from the rest now; the shop's currency, zero or more. */
  readonly missing: Fraction;
} {
  const { now, expected } = settleMoney(snapshot);
  const count = (settled: SettledMoney): CountedOrder =>
    countOrder(snapshot.facts, snapshot.refunds, settled);
  return { now: count(now), expected: count(expected), missing: add(now.given, now.due) };
}

function countOrder(
  facts: OrderFacts,
  refunds: readonly OrderRefund[],
  { removals, given, due }: SettledMoney,
): CountedOrder {
  const taxes = taxesLeft(facts, refunds);
  const units = facts.lines.map((line) => unitsKept(line, removals));
  const shipping = shippingKept(facts.shippingMinor, removals, ({ shippingMinor }) => shippingMinor);
  const shippingTax = shippingKept(taxes.shippingMinor, removals, ({ shippingTaxMinor }) => shippingTaxMinor);
  const goods = sum(
    facts.lines.map((line, index) =>
      multiply(
        fraction(line.grossMinor - line.discountMinor + (taxes.linesMinor[index] ?? 0)),
        units[index]?.kept ?? ZERO,
      ),
    ),
  );
  // Shipping was paid when the order was: what is due is due for goods.
  const paid = restAfter(due, goods);
  const factor = restAfter(given, sum([shipping, shippingTax, multiply(goods, paid)]));
  return {
    lines: facts.lines.map((line, index) => ({
      line,
      remainingQuantity: units[index]?.remainingQuantity ?? 0,
      kept: multiply(units[index]?.kept ?? ZERO, multiply(paid, factor)),
      taxMinor: taxes.linesMinor[index] ?? 0,
    })),
    shippingMinor: Number(wholePart(multiply(shipping, factor))),
    shippingTaxMinor: Number(wholePart(multiply(shippingTax, factor))),
  };
}

/** The part of `whole` that is left without `missing`, from 0 to 1; of nothing all is left. */
function restAfter(missing: Fraction, whole: Fraction): Fraction {
  return isZero(whole) ? ONE : atLeastZero(subtract(ONE, divide(missing, whole)));
}

/** A line's units that are not off, and the part of the line that they are. More units off than there are is none left. */
function unitsKept(
  { lineId, quantity }: OrderLine,
  removals: readonly Removal[],
): { readonly remainingQuantity: number; readonly kept: Fraction } {
  if (quantity === 0) return { remainingQuantity: 0, kept: ZERO };
  let off = ZERO;
  let wholly = 0;
  for (const removal of removals) {
    for (const line of removal.lines) {
      if (line.lineId !== lineId) continue;
      off = add(off, multiply(fraction(line.quantity), removal.settled));
      if (removal.settled.numerator === removal.settled.denominator) wholly += line.quantity;
    }
  }
  return {
    remainingQuantity: Math.max(0, quantity - wholly),
    kept: divide(atLeastZero(subtract(fraction(quantity), off)), fraction(quantity)),
  };
}

function shippingKept(
  orderedMinor: number,
  removals: readonly Removal[],
  offMinor: (removal: Removal) => number,
): Fraction {
  const off = sum(removals.map((removal) => multiply(fraction(offMinor(removal)), removal.settled)));
  return atLeastZero(subtract(fraction(orderedMinor), off));
}

/** Taxes without what was given back of tax alone, each lowered in proportion; whole minor units that sum exactly. */
function taxesLeft(
  facts: OrderFacts,
  refunds: readonly OrderRefund[],
): { readonly linesMinor: readonly number[]; readonly shippingMinor: number } {
  const all = [...facts.lines.map(({ taxMinor }) => taxMinor), facts.shippingTaxMinor];
  const total = all.reduce((whole, taxMinor) => whole + taxMinor, 0);
  const given = refunds.reduce((whole, { money }) => whole + (money?.taxAlone.shopMinor ?? 0), 0);
  const left = total === 0 ? ONE : fraction(Math.max(0, total - given), total);
  let running = 0;
  const steps = all.map((taxMinor) => {
    const before = wholePart(multiply(fraction(running), left));
    running += taxMinor;
    return Number(wholePart(multiply(fraction(running), left)) - before);
  });
  return { linesMinor: steps.slice(0, -1), shippingMinor: steps.at(-1) ?? 0 };
}
