import type { OrderFacts, OrderSnapshot } from "../../earning/index.ts";
import { fingerprintOf } from "../../units/index.ts";
import type { Instant } from "../../units/index.ts";
import type { DocumentDraft, DocumentKind } from "../documents/types.ts";

/** An order whose steps are planned. */
export interface OrderToPlan {
  readonly shopId: number;
  readonly orderId: string;
  readonly memberId: number | null;
  readonly snapshot: OrderSnapshot;
  /** Orders placed before are not sent; null: none are. */
  readonly sentFrom: Instant | null;
  /** Money that went back is recorded on the return as well. */
  readonly refundPayments: boolean;
  /** What is stored of the order already; only `exigo.order` and `exigo.order_edit` matter. */
  readonly steps: readonly { readonly kind: string; readonly content: Readonly<Record<string, unknown>> }[];
}

/** The lane of an order; what waits for the order in Exigo waits for this, too. */
export function orderDocument(order: { readonly shopId: number; readonly orderId: string }): string {
  return `order/${order.shopId}/${order.orderId}`;
}

/**
 * The steps that Exigo is owed for an order by all that is known of it, in their order; those that were planned before
 * come out again under the same keys. Each step brings Exigo to what is known when it is carried out, so planning the
 * same change twice, or late, does no harm. A test order, one that was placed too early and one of which only a refund
 * is known owe nothing.
 */
export function planOrderSteps(order: OrderToPlan): DocumentDraft[] {
  const { facts, refunds, wasPaidInFull } = order.snapshot;
  if (!facts || facts.test || !isSent(facts, order.sentFrom)) return [];
  const step = stepsOf(order);
  const lines = nameOfLines(facts);
  const steps = [step("exigo.order", "create", { lines }), step("exigo.order_totals", "totals")];
  if (isEdited(order.steps, lines)) {
    steps.push(step("exigo.order_edit", `lines/${lines}`, { lines }));
    steps.push(step("exigo.order_totals", `totals/${lines}`));
  }
  const paidMinor = paidOf(facts);
  if (paidMinor > 0) steps.push(step("exigo.payment", `paid/${paidMinor}`));
  if (facts.cancelledAt !== null) steps.push(step("exigo.order_status", "cancel", { target: "canceled" }));
  else if (wasPaidInFull) steps.push(step("exigo.order_status", "accept", { target: "accepted" }));
  for (const { refundId } of refunds) {
    steps.push(step("exigo.return", `return/${refundId}`, { refundId }));
    steps.push(step("exigo.return_totals", `return/${refundId}/totals`, { refundId }));
    if (order.refundPayments)
      steps.push(step("exigo.return_payment", `return/${refundId}/payment`, { refundId }));
  }
  return steps;
}

/** Money that was taken for the order, in minor units of the shop's currency. */
export function paidOf({ paidMinor, financialStatus, total }: OrderFacts): number {
  if (paidMinor !== null) return paidMinor;
  const isPaid = ["paid", "partially_refunded", "refunded"].includes(financialStatus);
  return isPaid ? (total?.shopMinor ?? 0) : 0;
}

function isSent({ placedAt }: OrderFacts, sentFrom: Instant | null): boolean {
  return sentFrom !== null && Date.parse(placedAt) >= Date.parse(sentFrom);
}

/** The order is in the plan with other lines, and with these ones it is not. */
function isEdited(steps: OrderToPlan["steps"], lines: string): boolean {
  const planned = steps.filter(({ kind }) => kind === "exigo.order" || kind === "exigo.order_edit");
  return planned.length > 0 && !planned.some(({ content }) => content["lines"] === lines);
}

const FIELDS: Readonly<Partial<Record<DocumentKind, readonly string[]>>> = {
  "exigo.order": ["order"],
  "exigo.order_edit": ["order"],
  "exigo.order_totals": ["totals"],
  "exigo.payment": ["payment"],
  "exigo.order_status": ["status"],
  "exigo.return": ["return"],
  "exigo.return_totals": ["totals"],
  "exigo.return_payment": ["payment"],
};

function stepsOf({ shopId, orderId, memberId }: OrderToPlan) {
  const document = orderDocument({ shopId, orderId });
  return (kind: DocumentKind, name: string, content: DocumentDraft["content"] = {}): DocumentDraft => ({
    kind,
    document,
    stepKey: `${document}/${name}`,
    shopId,
    memberId,
    domain: kind.startsWith("exigo.return") ? "refunds" : "orders",
    fields: FIELDS[kind] ?? [],
    content,
  });
}

/** A short name of what is on the order and what it costs. */
function nameOfLines({ lines, shippingMinor, shippingTaxMinor, total }: OrderFacts): string {
  const told = lines.map((line) => [
    ...[line.lineId, line.variantId, line.quantity],
    ...[line.grossMinor, line.discountMinor, line.taxMinor],
  ]);
  return fingerprintOf(JSON.stringify([told, shippingMinor, shippingTaxMinor, total?.shopMinor ?? null]));
}
