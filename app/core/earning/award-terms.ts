import type { EarnRulesDocument } from "../rules/index.ts";
import { addDays } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { isPaidInFull } from "./merge-order.ts";
import type { OrderSnapshot } from "./order-facts.ts";

/** When credits of an order are given, from when they can be spent, and how long. */
export interface AwardTerms {
  /** The moment from which the order counts. */
  readonly award: "paid" | "fulfilled";
  /** Until when its credits are pending; null: they are available at once. */
  readonly pending:
    { readonly until: "days"; readonly days: number } | { readonly until: "fulfilled" | "paid" } | null;
  /** null: never. */
  readonly expiresAfterDays: number | null;
}

/** Why credits are pending: until a day, or until something happens of which nobody knows the day. */
export type Pending =
  { readonly until: "day"; readonly day: Instant } | { readonly until: "fulfilled" | "paid" };

/** The day of credits that wait for something without a day; no clock gets there. */
export const NO_DAY_YET: Instant = "9999-12-31T00:00:00.000Z";

/** When and how long the credits of a document's orders can be spent. */
export function awardTerms({ award, system }: Pick<EarnRulesDocument, "award" | "system">): AwardTerms {
  const { pending, expiry } = system;
  const until =
    pending.until === "days" ? { until: pending.until, days: pending.days } : { until: pending.until };
  return {
    award,
    pending: pending.enabled ? until : null,
    expiresAfterDays: expiry.enabled ? expiry.days : null,
  };
}

/** The terms where a program has no rules. */
export const NO_TERMS: AwardTerms = { award: "paid", pending: null, expiresAfterDays: null };

type Known = OrderSnapshot & { readonly facts: NonNullable<OrderSnapshot["facts"]> };

/** True when all of the order's money has come in once; edits may have added to it since. */
export function wasPaid({ facts, wasPaidInFull }: Known): boolean {
  if (facts.financialStatus === "voided") return false;
  return isPaidInFull(facts) || (wasPaidInFull && facts.financialStatus === "partially_paid");
}

/**
 * Whether the credits of an order are pending; null: they can be spent. Days are counted from when the order was
 * placed, or fulfilled where that is what awards them, so that the day that was promised never moves.
 */
export function pendingOf(known: Known, { award, pending }: AwardTerms): Pending | null {
  if (pending === null) return null;
  const { placedAt, fulfilledAt } = known.facts;
  switch (pending.until) {
    case "days": {
      const from = award === "fulfilled" ? fulfilledAt : placedAt;
      return { until: "day", day: addDays(from ?? placedAt, pending.days) };
    }
    case "fulfilled":
      return fulfilledAt === null ? { until: "fulfilled" } : null;
    case "paid":
      return wasPaid(known) ? null : { until: "paid" };
  }
}
