import type { ApplyOrderEventPorts } from "./apply-order-event.ts";
import { findInstalledShop } from "./find-installed-shop.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import { refusePayload } from "./refuse-payload.ts";
import { settleOrder } from "./settle-order.ts";

/**
 * Applies refunds/create. It may come before anything else is known of the order: then the refund is kept, and
 * counts as soon as the order is told. Idempotent by the refund's own id.
 */
export async function applyRefundEvent(
  ports: ApplyOrderEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readRefund(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { orderId, refund } = told.value;
  const news = { facts: null, refunds: [refund] };
  return settleOrder(ports, { shop: found.shop, orderId, news, customer: null });
}
