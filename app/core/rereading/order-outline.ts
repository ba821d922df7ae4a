import type { KnownOutline, OrderOutline } from "./types.ts";

/**
 * False when the order's list row shows nothing that is not known of it. Dates alone do not tell: Shopify's have whole
 * seconds, and an order is often placed and paid within one.
 */
export function isNews(known: KnownOutline | null, told: OrderOutline): boolean {
  const facts = known?.facts;
  if (!known || !facts) return true;
  if (told.updatedAt !== facts.updatedAt) return told.updatedAt > facts.updatedAt;
  const refunds = new Set(known.refunds.map(({ refundId }) => refundId));
  return (
    told.financialStatus !== facts.financialStatus ||
    told.isCancelled !== (facts.cancelledAt !== null) ||
    told.refundIds.some((refundId) => !refunds.has(refundId))
  );
}
