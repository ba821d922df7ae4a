import { findInstalledShop } from "./find-installed-shop.ts";
import { mapBySku } from "./map-by-sku.ts";
import type { MapBySkuPorts } from "./map-by-sku.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { ItemLinks } from "./ports/item-links.ts";
import type { Programs } from "./ports/programs.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyProductEventPorts extends MapBySkuPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly itemLinks: Pick<ItemLinks, "learn" | "removeProduct" | "say" | "find">;
  readonly payloads: Pick<WebhookPayloads, "readProduct" | "readDeletedProduct">;
}

type Told = Pick<InboxEvent, "shopDomain" | "body">;

/**
 * Applies products/create and products/update: keeps the variants and gives those that nobody decided on the item that
 * their SKU names. It writes nothing to Shopify: what the app itself changed there comes back this way, too.
 */
export async function applyProductEvent(ports: ApplyProductEventPorts, event: Told): Promise<HandledEvent> {
  const told = ports.payloads.readProduct(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { programId, shopId } = found.shop;
  await ports.itemLinks.learn(programId, shopId, [told.value]);
  const ids = told.value.variants.map(({ variantId }) => variantId);
  const links = await ports.itemLinks.find(programId, shopId, ids);
  await mapBySku(ports, programId, links);
  return { outcome: "posted", reason: "variants_known" };
}

/** Applies products/delete: the variants stay, marked as removed. */
export async function applyProductDeletion(
  ports: ApplyProductEventPorts,
  event: Told,
): Promise<HandledEvent> {
  const told = ports.payloads.readDeletedProduct(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { programId, shopId } = found.shop;
  await ports.itemLinks.removeProduct(programId, shopId, told.value.productId);
  return { outcome: "posted", reason: "variants_removed" };
}
