import { canonicalJson } from "../units/index.ts";
import { mergeRefunds } from "./merge-refunds.ts";
import type { OrderDispute, OrderFacts, OrderNews, OrderSnapshot } from "./order-facts.ts";

/** Nothing was told of the order yet. */
export const NOTHING_KNOWN: OrderSnapshot = {
  facts: null,
  refunds: [],
  disputes: [],
  deleted: false,
  wasPaidInFull: false,
};

/**
 * Adds what one event said to what is known. The newest facts win; refunds and disputes are sets that only grow, and
 * what was true once stays so. Any order and any number of repeats of the same events end in the same snapshot.
 * Returns `known` itself when the event said nothing new.
 */
export function mergeOrder(known: OrderSnapshot, news: OrderNews): OrderSnapshot {
  const merged: OrderSnapshot = {
    facts: newestFacts(known.facts, news.facts),
    refunds: mergeRefunds(known.refunds, news.refunds),
    disputes: mergeDisputes(known.disputes, news.disputes ?? []),
    deleted: known.deleted || news.deleted === true,
    wasPaidInFull: known.wasPaidInFull || isPaidInFull(known.facts) || isPaidInFull(news.facts),
  };
  const nothingNew = (Object.keys(merged) as (keyof OrderSnapshot)[]).every(
    (name) => merged[name] === known[name],
  );
  return nothingNew ? known : merged;
}

/**
 * True when all of the order's money has come in, also when some of it went back since. A refund leaves an order
 * paid; a part payment is none until the rest has come.
 */
export function isPaidInFull(facts: OrderFacts | null): boolean {
  return facts !== null && ["paid", "partially_refunded", "refunded"].includes(facts.financialStatus);
}

function newestFacts(known: OrderFacts | null, told: OrderFacts | null): OrderFacts | null {
  if (known === null || told === null) return known ?? told;
  return compareFacts(told, known) > 0 ? told : known;
}

/** Where an order stands in its life; a status that is not listed stands at its start. */
const LIFE = ["pending", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "voided"];

/**
 * Above zero when `a` is the later state. Shopify's updated_at has whole seconds, and creating and paying an order
 * often share one: then the state that is further along the order's life wins, and last the greater text, so that
 * the answer never depends on which came first.
 */
function compareFacts(a: OrderFacts, b: OrderFacts): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt > b.updatedAt ? 1 : -1;
  const further =
    Number(a.cancelledAt !== null) - Number(b.cancelledAt !== null) ||
    LIFE.indexOf(a.financialStatus) - LIFE.indexOf(b.financialStatus) ||
    a.lines.length - b.lines.length ||
    currentUnits(b) - currentUnits(a) ||
    Number(a.fulfilledAt !== null) - Number(b.fulfilledAt !== null) ||
    // What was stored before totals were read knows less of the same state.
    Number(a.total !== null) - Number(b.total !== null);
  return further !== 0 ? further : compareText(canonicalJson(a), canonicalJson(b));
}

function currentUnits(facts: OrderFacts): number {
  return facts.lines.reduce((sum, line) => sum + line.currentQuantity, 0);
}

/** A dispute carries no time of its change: how far it has come says which telling is the later one. */
function mergeDisputes(
  known: readonly OrderDispute[],
  told: readonly OrderDispute[],
): readonly OrderDispute[] {
  const byId = new Map(known.map((dispute) => [dispute.disputeId, dispute]));
  let grown = false;
  for (const dispute of told) {
    const before = byId.get(dispute.disputeId);
    if (before && compareDisputes(dispute, before) <= 0) continue;
    byId.set(dispute.disputeId, dispute);
    grown = true;
  }
  return grown ? [...byId.values()].sort((a, b) => compareText(a.disputeId, b.disputeId)) : known;
}

/** Where a dispute stands in its life; a status that is not listed stands at its start. */
const DISPUTE_LIFE = [
  "needs_response",
  "under_review",
  "accepted",
  "charge_refunded",
  "prevented",
  "won",
  "lost",
];

function compareDisputes(a: OrderDispute, b: OrderDispute): number {
  return (
    // An inquiry may become a chargeback, never the other way round.
    Number(a.type === "chargeback") - Number(b.type === "chargeback") ||
    compareText(a.finalizedAt ?? "", b.finalizedAt ?? "") ||
    DISPUTE_LIFE.indexOf(a.status) - DISPUTE_LIFE.indexOf(b.status) ||
    compareText(canonicalJson(a), canonicalJson(b))
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a > b ? 1 : -1;
}
