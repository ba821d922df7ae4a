import type { Instant } from "../units/index.ts";
import { add, atLeastZero, divide, fraction, ONE, smaller, subtract, sum, ZERO } from "./fraction.ts";
import type { Fraction } from "./fraction.ts";
import { givenBy, takenByBanks, worthOf } from "./money-given.ts";
import type { OrderFacts, OrderRefund, OrderSnapshot } from "./order-facts.ts";

/** Units and shipping that were taken off, and how much of them is off for good. */
export interface Removal {
  readonly lines: OrderRefund["lines"];
  /** Shipping taken off, without tax, and its tax; in minor units of the shop's currency. */
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
  /** From 0, nothing: the money is still owed, to 1, all of it. */
  readonly settled: Fraction;
}

export interface SettledMoney {
  readonly removals: readonly Removal[];
  /** Money that is gone without units; the shop's currency, zero or more. */
  readonly given: Fraction;
  /** What has still to come in for lines that an edit added; the shop's currency, zero or more. */
  readonly due: Fraction;
}

/** A removal before it is known how much of it is settled. `worth` is with tax. */
interface Open extends Omit<Removal, "settled"> {
  readonly at: Instant;
  readonly worth: Fraction;
  /** No money moved with it, so that it counts as off only as far as other money says so. */
  readonly waits: boolean;
}

/**
 * Holds what was taken off an order against the money that moved. A refund that gave money takes its units off. Units
 * that were only taken off, as by an edit, go on counting until money moves, oldest first: what was never paid for,
 * as in an edit before payment or an exchange for something dearer, is off at once. What was given beyond that, by
 * refunds without units or by a bank that took a payment back, is missing from the rest.
 *
 * `expected`: as it will be once what is owed on either side has been paid.
 */
export function settleMoney(snapshot: OrderSnapshot & { readonly facts: OrderFacts }): {
  readonly now: SettledMoney;
  readonly expected: SettledMoney;
} {
  const { facts } = snapshot;
  const open = openRemovals(facts, snapshot.refunds);
  const waiting = sum(open.filter(({ waits }) => waits).map(({ worth }) => worth));
  const dueMinor =
    facts.total === null || facts.paidMinor === null ? 0 : facts.total.shopMinor - facts.paidMinor;
  const unpaid = fraction(Math.max(0, dueMinor));
  const paidTwice = fraction(Math.max(0, -dueMinor));
  const neverPaid = smaller(unpaid, waiting);
  const beyondUnits = add(
    sum(snapshot.refunds.map((refund) => givenBy(refund, facts)?.beyondUnits ?? ZERO)),
    takenByBanks(snapshot.disputes, facts),
  );
  const settles = smaller(atLeastZero(beyondUnits), subtract(waiting, neverPaid));
  const given = atLeastZero(subtract(beyondUnits, add(settles, paidTwice)));
  const due = snapshot.wasPaidInFull && mayBeDue(facts) ? subtract(unpaid, neverPaid) : ZERO;
  return {
    now: { removals: settleOldestFirst(open, add(neverPaid, settles)), given, due },
    expected: { removals: settleOldestFirst(open, waiting), given, due: ZERO },
  };
}

/**
 * An edit that added to a paid order changes nothing until that is paid, too. Shopify says so by the status, unless
 * something was given back before; then the sums say it, where no exchange of currencies has rounded them.
 */
function mayBeDue({ financialStatus, currency, presentmentCurrency }: OrderFacts): boolean {
  if (financialStatus === "partially_refunded") return currency === presentmentCurrency;
  return financialStatus === "partially_paid" || financialStatus === "refunded";
}

function openRemovals(facts: OrderFacts, refunds: readonly OrderRefund[]): Open[] {
  const told = refunds.map((refund): Open => {
    const { money } = refund;
    const shippingTaxMinor = money?.shippingTax.shopMinor ?? 0;
    const tax = facts.taxesIncluded ? shippingTaxMinor : 0;
    return {
      at: refund.createdAt,
      lines: refund.lines,
      shippingMinor: Math.max(0, (money?.shipping.shopMinor ?? 0) - tax),
      shippingTaxMinor,
      worth: fraction(money ? worthOf(money, facts).shopMinor : 0),
      // What paid for it is not known of orders that were stored before money was read.
      waits: facts.paidMinor !== null && givenBy(refund, facts)?.hasMoved === false,
    };
  });
  const silent = removedSilently(facts, refunds);
  return [...told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), ...(silent ? [silent] : [])];
}

/** Facts and refunds arrive apart, and the facts may know of units taken off of which no refund tells. */
function removedSilently(facts: OrderFacts, refunds: readonly OrderRefund[]): Open | null {
  const removed = facts.lines.flatMap((line) => {
    const quantity = unitsLeft(line, refunds) - line.currentQuantity;
    if (quantity <= 0) return [];
    const whole = line.grossMinor - line.discountMinor + line.taxMinor;
    const worth = fraction(BigInt(whole) * BigInt(quantity), line.quantity);
    return [{ lineId: line.lineId, quantity, worth }];
  });
  if (removed.length === 0) return null;
  return {
    at: facts.updatedAt,
    lines: removed.map(({ lineId, quantity }) => ({ lineId, quantity })),
    shippingMinor: 0,
    shippingTaxMinor: 0,
    worth: sum(removed.map(({ worth }) => worth)),
    waits: facts.paidMinor !== null,
  };
}

function unitsLeft(line: { lineId: string; quantity: number }, refunds: readonly OrderRefund[]): number {
  const refunded = refunds
    .flatMap((refund) => refund.lines)
    .filter(({ lineId }) => lineId === line.lineId)
    .reduce((units, { quantity }) => units + quantity, 0);
  return Math.max(0, line.quantity - refunded);
}

function settleOldestFirst(open: readonly Open[], pool: Fraction): Removal[] {
  let left = pool;
  return open.map(({ lines, shippingMinor, shippingTaxMinor, worth, waits }) => {
    const removal = { lines, shippingMinor, shippingTaxMinor };
    if (!waits || worth.numerator === 0n) return { ...removal, settled: ONE };
    const used = smaller(left, worth);
    left = subtract(left, used);
    return { ...removal, settled: divide(used, worth) };
  });
}
