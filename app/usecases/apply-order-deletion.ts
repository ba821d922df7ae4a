import type { ApplyOrderEventPorts } from "./apply-order-event.ts";
import { findInstalledShop } from "./find-installed-shop.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import { refusePayload } from "./refuse-payload.ts";
import { settleOrder } from "./settle-order.ts";

/**
 * Applies orders/delete. No money moves with it: what the order has earned stays, and what still waited for its
 * payment or its fulfilment is given up. Idempotent by the order's id.
 */
export async function applyOrderDeletion(
  ports: ApplyOrderEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readDeletedOrder(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { orderId } = told.value;
  const news = { facts: null, refunds: [], deleted: true };
  return settleOrder(ports, { shop: found.shop, orderId, news, customer: null });
}
