import { divide, fraction, multiply, subtract, sum, ZERO } from "./fraction.ts";
import type { Fraction } from "./fraction.ts";
import type { MoneyPair, OrderDispute, OrderFacts, OrderRefund, RefundMoney } from "./order-facts.ts";

/** What a refund gave, beside what its units and its shipping were worth. */
export interface Given {
  /** False: nothing has gone back yet. */
  readonly hasMoved: boolean;
  /** Money given less the worth of units and shipping, in the shop's currency; below zero: a part was kept back. */
  readonly beyondUnits: Fraction;
}

/** What a refund's units and shipping were worth together, with all tax. */
export function worthOf(money: RefundMoney, { taxesIncluded }: Pick<OrderFacts, "taxesIncluded">): MoneyPair {
  const worth = (pick: (pair: MoneyPair) => number): number =>
    pick(money.lines) +
    pick(money.shipping) +
    pick(money.taxAlone) +
    (taxesIncluded ? 0 : pick(money.lineTax) + pick(money.shippingTax));
  return {
    shopMinor: worth(({ shopMinor }) => shopMinor),
    presentmentMinor: worth(({ presentmentMinor }) => presentmentMinor),
  };
}

/**
 * What a refund gave; null: its money is not known. The two sides are compared in the currency that the money moved
 * in, where they are exact, and the difference is taken at the order's own rate: a rate that changed since says
 * nothing about what was bought.
 */
export function givenBy(refund: OrderRefund, facts: OrderFacts): Given | null {
  const { money } = refund;
  if (money === null) return null;
  const moved = money.transactions.filter(({ kind, status }) => kind === "refund" && status === "success");
  if (moved.length === 0) return { hasMoved: false, beyondUnits: ZERO };
  const worth = worthOf(money, facts);
  const inShopMoney = moved.every(({ currency }) => currency === facts.currency);
  const given = sum(
    moved.map(({ amountMinor, currency }) => toShopMoney(amountMinor, currency, facts) ?? ZERO),
  );
  const value = inShopMoney
    ? fraction(worth.shopMinor)
    : (toShopMoney(worth.presentmentMinor, facts.presentmentCurrency, facts) ?? given);
  return { hasMoved: true, beyondUnits: subtract(given, value) };
}

/** Statuses of a chargeback in which the bank did not keep the money, or a refund gave it. */
const GIVEN_BACK = ["won", "prevented", "charge_refunded"];

/** The money of chargebacks that are open or lost, in the shop's currency. It comes back when one is won. */
export function takenByBanks(disputes: readonly OrderDispute[], facts: OrderFacts): Fraction {
  return sum(
    disputes
      .filter(({ type, status }) => type === "chargeback" && !GIVEN_BACK.includes(status))
      .map(({ amountMinor, currency }) => toShopMoney(amountMinor, currency, facts) ?? wholeOrder(facts)),
  );
}

/** At the order's own rate; null: it is another currency than both of the order's, or no rate was told. */
export function toShopMoney(amountMinor: number, currency: string, facts: OrderFacts): Fraction | null {
  if (currency === facts.currency) return fraction(amountMinor);
  const { total } = facts;
  if (currency !== facts.presentmentCurrency || total === null || total.presentmentMinor <= 0) return null;
  return multiply(fraction(amountMinor), divide(fraction(total.shopMinor), fraction(total.presentmentMinor)));
}

function wholeOrder({ total, lines }: OrderFacts): Fraction {
  if (total !== null) return fraction(total.shopMinor);
  return sum(
    lines.map(({ grossMinor, discountMinor, taxMinor }) => fraction(grossMinor - discountMinor + taxMinor)),
  );
}
