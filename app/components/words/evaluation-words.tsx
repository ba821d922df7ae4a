import type { EvaluationReason, Pending } from "#core/earning";
import type { CapName } from "#core/rules";
import type { Rounding } from "#core/units";

/** Why an order earns what it earns, as a sentence for merchants. */
export const evaluationWords: Readonly<Record<EvaluationReason, string>> = {
  earned: "Earns credits",
  order_unknown: "Only a refund of this order is known so far; the order itself has not arrived",
  no_customer: "The order has no customer, so there is nobody to give credits to",
  not_paid: "The order is not paid in full yet",
  not_fulfilled: "The order is not fulfilled yet",
  voided: "The payment was voided",
  test_order: "It is a test order: no money moved",
  deleted: "The order was deleted in Shopify before it earned anything",
  charged_back: "The bank took the payment back",
  cancelled: "The order was cancelled",
  no_rule: "The program has no earn rule",
  rules_off: "All earn rules were off when the order was placed",
  everything_excluded: "The earn rules exclude everything that is left of the order",
  no_rule_matched: "No earn rule was made for an order like this",
  nothing_counts: "What the earn rules look at was free, or was paid with gift cards",
  cap_reached: "A limit of the earn rules was reached",
  rule_off: "The earn rule was off when the order was placed",
  other_currency: "The order is in another currency than the earn rule",
  nothing_left: "Everything in the order was refunded or removed",
  rounds_to_zero: "The amount is too small: it rounds to zero",
  other_customer: "The order belongs to another customer now",
};

export const roundingWords: Readonly<Record<Rounding, string>> = {
  floor: "rounded down",
  "half-up": "rounded to the nearest",
  ceil: "rounded up",
};

/** Until when credits are pending, as a sentence. */
export function pendingWords(pending: Pending): string {
  switch (pending.until) {
    case "day":
      return `The credits are pending until ${pending.day.slice(0, 10)}`;
    case "fulfilled":
      return "The credits are pending until the order is fulfilled";
    case "paid":
      return "The credits are pending until the order is paid";
  }
}

const capNames: Readonly<Record<CapName, string>> = {
  perOrder: "the order's limit",
  perMemberDay: "the member's limit of the day",
  perMemberMonth: "the member's limit of the month",
  perMember: "the member's limit",
  budgetMonth: "the month's budget",
  budget: "the budget",
};

/** Limits that were asked, as the beginning of a sentence. */
export function capWords(caps: readonly CapName[]): string {
  const names = caps.map((cap) => capNames[cap]).join(", ");
  return names.charAt(0).toUpperCase() + names.slice(1);
}
