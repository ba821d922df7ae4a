import { findInstalledShop } from "./find-installed-shop.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { Customers } from "./ports/customers.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyTagsEventPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly customers: Pick<Customers, "changeTags">;
  readonly payloads: Pick<WebhookPayloads, "readCustomerTags">;
}

/**
 * Applies customer.tags_added and customer.tags_removed. Each tag goes by the newest telling of it, so events may come
 * in any order and any number of times.
 */
export async function applyTagsEvent(
  ports: ApplyTagsEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "topic" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readCustomerTags(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { programId, shopId } = found.shop;
  const { occurredAt: at, ...tags } = told.value;
  const areSet = event.topic === "customer.tags_added";
  await ports.customers.changeTags(programId, shopId, { ...tags, areSet, at });
  return { outcome: "posted", reason: "tags_known" };
}
