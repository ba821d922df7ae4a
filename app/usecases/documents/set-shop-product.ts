import { handleOfItem, productContent, weightInGrams } from "#core/catalog";
import type { ExigoCatalogSetup } from "#core/exigo";
import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import { afterShopifyFailure } from "../after-shopify-failure.ts";
import { findCatalogSetup } from "../catalog/catalog-setup.ts";
import { findStepShop } from "../catalog/step-shop.ts";
import type { ExigoConnections } from "../ports/exigo.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoItems } from "../ports/exigo-items.ts";
import type { ItemLink, ItemLinks } from "../ports/item-links.ts";
import type { Programs, Shop } from "../ports/programs.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import type { ShopifyAnswer } from "../ports/storefront.ts";
import type { StepPorts } from "./types.ts";

export interface SetShopProductPorts extends StepPorts {
  readonly programs: Pick<Programs, "findShop">;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  readonly exigoItems: Pick<ExigoItems, "find">;
  readonly itemLinks: Pick<ItemLinks, "listByCodes" | "listByProduct" | "learn" | "say" | "agree">;
  readonly shopCatalog: Pick<ShopCatalog, "createProduct" | "setContent" | "setItems">;
}

type Item = Awaited<ReturnType<ExigoItems["find"]>>[number];

/**
 * Brings an item of Exigo into a shop: a draft where no variant has it, otherwise what the product is to take over of
 * it. Says what the item is now, whatever it was when the step was stored; twice is once. Nothing is ever deleted.
 */
export async function setShopProduct(
  ports: SetShopProductPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const { itemCode } = step.content as { itemCode: string };
  const { shop, outcome } = await findStepShop(ports, step);
  if (!shop) return outcome;
  const [item] = await ports.exigoItems.find(step.programId, [itemCode]);
  if (!item) return { state: "refused", error: "Exigo has no such item" };
  const settings = await findCatalogSetup(ports, step.programId);
  const links = await ports.itemLinks.listByCodes(step.programId, shop.shopId, [itemCode]);
  if (!(await ports.documents.markSending(step))) return null;
  const answer =
    links.length === 0
      ? await create(ports, shop, item, settings)
      : await update(ports, shop, item, { settings, links });
  if (!answer.ok) return afterShopifyFailure(answer, { ...step, jitter: ports.jitter() }, policy);
  return { state: "confirmed", remoteRef: null };
}

async function create(
  ports: SetShopProductPorts,
  { programId, shopId, domain }: Shop,
  item: Item,
  { weightUnit, createProducts, fields }: ExigoCatalogSetup,
): Promise<ShopifyAnswer> {
  if (!createProducts) return { ok: true };
  const title = item.description || item.itemCode;
  const made = await ports.shopCatalog.createProduct(domain, {
    handle: handleOfItem(item.itemCode),
    title,
    descriptionHtml: item.longDetail,
    sku: item.itemCode,
    price: null,
    weightGrams: weightInGrams(item, weightUnit),
    isVirtual: item.isVirtual,
  });
  if (!made.ok) return made;
  await ports.itemLinks.learn(programId, shopId, [made.product]);
  const [variant] = made.product.variants;
  if (!variant) return { ok: true };
  const saying = { state: "mapped" as const, itemCode: item.itemCode };
  await ports.itemLinks.say(programId, [{ shopId, variantId: variant.variantId, saying }], { by: "sku" });
  const agreed = { content: item.mark, title: fields.includes("title") ? title : null };
  await ports.itemLinks.agree(programId, shopId, [{ variantId: variant.variantId, ...agreed }]);
  return { ok: true };
}

async function update(
  ports: SetShopProductPorts,
  { programId, shopId, domain }: Shop,
  item: Item,
  { settings, links }: { readonly settings: ExigoCatalogSetup; readonly links: readonly ItemLink[] },
): Promise<ShopifyAnswer> {
  for (const { productId, variantId } of links) {
    if (productId === null) continue;
    const siblings = await ports.itemLinks.listByProduct(programId, shopId, productId);
    const isOnlyItem = siblings.every((link) => link.itemCode === item.itemCode);
    const content = productContent(item, { fields: settings.fields, isOnlyItem });
    if (Object.keys(content).length > 0) {
      const answer = await ports.shopCatalog.setContent(domain, productId, content);
      if (!answer.ok) return answer;
    }
    if (settings.fields.includes("weight")) {
      const weightGrams = weightInGrams(item, settings.weightUnit);
      const variants = [{ variantId, weightGrams }];
      const answer = await ports.shopCatalog.setItems(domain, productId, variants);
      if (!answer.ok) return answer;
    }
    const agreed = { content: item.mark, title: content.title ?? null };
    await ports.itemLinks.agree(programId, shopId, [{ variantId, ...agreed }]);
  }
  return { ok: true };
}
