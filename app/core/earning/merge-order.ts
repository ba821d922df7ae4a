import { canonicalJson } from "../units/index.ts";
import type { OrderFacts, OrderNews, OrderRefund, OrderSnapshot } from "./types.ts";

type RefundLine = OrderRefund["lines"][number];

/**
 * Adds what one event said to what is known (null: nothing yet). The newest facts win, refunds are a set that only
 * grows, so any order and any number of repeats of the same events end in the same snapshot.
 * Returns `known` itself when the event said nothing new.
 */
export function mergeOrder(known: OrderSnapshot | null, news: OrderNews): OrderSnapshot {
  const before = known ?? { facts: null, refunds: [] };
  const facts = newestFacts(before.facts, news.facts);
  const refunds = uniteRefunds(before.refunds, news.refunds);
  const nothingNew = facts === before.facts && refunds === before.refunds;
  return known && nothingNew ? known : { facts, refunds };
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
    currentUnits(b) - currentUnits(a);
  if (further !== 0) return further;
  const [textOfA, textOfB] = [canonicalJson(a), canonicalJson(b)];
  return textOfA === textOfB ? 0 : textOfA > textOfB ? 1 : -1;
}

function currentUnits(facts: OrderFacts): number {
  return facts.lines.reduce((sum, line) => sum + line.currentQuantity, 0);
}

function uniteRefunds(known: readonly OrderRefund[], told: readonly OrderRefund[]): readonly OrderRefund[] {
  const byId = new Map(known.map((refund) => [refund.refundId, refund]));
  let grown = false;
  for (const refund of told) {
    const before = byId.get(refund.refundId);
    const after = before ? uniteTellings(before, refund) : sorted(refund);
    if (before && canonicalJson(before) === canonicalJson(after)) continue;
    byId.set(refund.refundId, after);
    grown = true;
  }
  return grown ? [...byId.values()].sort((a, b) => compareIds(a.refundId, b.refundId)) : known;
}

/** Shopify never changes a refund. Should two tellings of one differ, the greater quantity of each line counts. */
function uniteTellings(a: OrderRefund, b: OrderRefund): OrderRefund {
  const quantities = new Map<string, number>();
  for (const line of [...a.lines, ...b.lines]) {
    quantities.set(line.lineId, Math.max(line.quantity, quantities.get(line.lineId) ?? 0));
  }
  const lines = [...quantities].map(([lineId, quantity]) => ({ lineId, quantity }));
  const createdAt = a.createdAt < b.createdAt ? a.createdAt : b.createdAt;
  return sorted({ refundId: a.refundId, createdAt, lines });
}

function sorted(refund: OrderRefund): OrderRefund {
  const byLine = (a: RefundLine, b: RefundLine): number => compareIds(a.lineId, b.lineId);
  return { ...refund, lines: [...refund.lines].sort(byLine) };
}

/** Ids are whole numbers written as text without leading zeros: the longer one is the greater. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a > b ? 1 : -1;
}
