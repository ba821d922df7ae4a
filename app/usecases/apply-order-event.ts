import { findInstalledShop } from "./find-installed-shop.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import { refusePayload } from "./refuse-payload.ts";
import { settleOrder } from "./settle-order.ts";
import type { SettleOrderPorts } from "./settle-order.ts";

export interface ApplyOrderEventPorts extends SettleOrderPorts {
  readonly payloads: Pick<WebhookPayloads, "readOrder" | "readRefund" | "readDispute" | "readDeletedOrder">;
}

/**
 * Applies a webhook whose body is an order as it was at one moment: created, paid, updated, fulfilled or
 * cancelled, all the same. Idempotent by shop, order and what is known of it; never by the delivery.
 */
export async function applyOrderEvent(
  ports: ApplyOrderEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readOrder(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  return settleOrder(ports, { shop: found.shop, ...told.value });
}
