import type { ApplyOrderEventPorts } from "./apply-order-event.ts";
import { findInstalledShop } from "./find-installed-shop.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import { refusePayload } from "./refuse-payload.ts";
import { settleOrder } from "./settle-order.ts";

/**
 * Applies disputes/create and disputes/update. A chargeback takes back what its money earned while the bank has it,
 * and gives it again when the shop wins. It may come before anything else is known of the order. Idempotent by the
 * dispute's own id and state.
 */
export async function applyDisputeEvent(
  ports: ApplyOrderEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readDispute(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { orderId, dispute } = told.value;
  if (orderId === null) return { outcome: "ignored", reason: "dispute_without_order" };
  const news = { facts: null, refunds: [], disputes: [dispute] };
  return settleOrder(ports, { shop: found.shop, orderId, news, customer: null });
}
