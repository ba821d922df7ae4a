import { inShopZone } from "../payloads/shop-time.ts";
import { formatMinor } from "../state/money.ts";
import type { OperationContext } from "./index.ts";
import type { DisputeOrderInput } from "./inputs.ts";
import { requireOrder } from "./orders.ts";

/**
 * A shopper disputes a payment with their bank, or the dispute goes on; emits disputes/create or disputes/update. The
 * order itself does not change. Returns the dispute's id.
 */
export function disputeOrder(context: OperationContext, input: DisputeOrderInput): { disputeId: number } {
  const { store, emit } = context;
  const order = requireOrder(context, input);
  const isNew = input.disputeId === undefined;
  const disputeId = input.disputeId ?? store.nextId();
  const at = inShopZone(store, order.shop, store.now());
  const isOpen = input.status === "needs_response" || input.status === "under_review";
  const whole = formatMinor(order.originalTotal.presentmentMinor, order.presentmentCurrency);
  emit({
    shop: order.shop,
    topic: isNew ? "disputes/create" : "disputes/update",
    payload: {
      id: disputeId,
      order_id: order.id,
      type: input.type ?? "chargeback",
      amount: input.amount ?? whole,
      currency: order.presentmentCurrency,
      reason: "fraudulent",
      network_reason_code: "4837",
      status: input.status,
      evidence_due_by: at,
      evidence_sent_on: null,
      finalized_on: isOpen ? null : at,
      initiated_at: at,
    },
  });
  return { disputeId };
}
