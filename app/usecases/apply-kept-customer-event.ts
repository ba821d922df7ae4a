import { applyCustomerEvent } from "./apply-customer-event.ts";
import type { ApplyCustomerEventPorts } from "./apply-customer-event.ts";
import { findInstalledShop } from "./find-installed-shop.ts";
import { noticeShopCustomer } from "./keep-customers-alike.ts";
import type { NoticeShopCustomerPorts } from "./keep-customers-alike.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";

export interface ApplyKeptCustomerEventPorts extends ApplyCustomerEventPorts, NoticeShopCustomerPorts {
  readonly payloads: Pick<WebhookPayloads, "readCustomer" | "readKeptCustomer">;
}

/**
 * Applies customers/create and customers/update, and passes on to Exigo what both sides keep alike. Idempotent by
 * program, shop and customer; a step in Exigo by the event.
 */
export async function applyKeptCustomerEvent(
  ports: ApplyKeptCustomerEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body" | "id">,
): Promise<HandledEvent> {
  const handled = await applyCustomerEvent(ports, event);
  const told = ports.payloads.readKeptCustomer(event.body);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!told.ok || !found.installed) return handled;
  await noticeShopCustomer(ports, found.shop, { told: told.value, occasion: `told-${event.id}` });
  return handled;
}
