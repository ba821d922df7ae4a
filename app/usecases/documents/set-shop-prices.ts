import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import { afterShopifyFailure } from "../after-shopify-failure.ts";
import { findStepShop } from "../catalog/step-shop.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import type { ItemLinks } from "../ports/item-links.ts";
import type { Programs } from "../ports/programs.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import type { StepPorts } from "./types.ts";

export interface SetShopPricesPorts extends StepPorts {
  readonly programs: Pick<Programs, "findShop">;
  readonly itemLinks: Pick<ItemLinks, "agree">;
  readonly shopCatalog: Pick<ShopCatalog, "setPrices">;
}

/** What a step of kind `shopify.price` names: prices of variants of one product, as decimals. */
interface PriceContent {
  readonly productId: string;
  readonly prices: readonly { readonly variantId: string; readonly price: string }[];
}

/** Writes Exigo's prices of a product's variants; twice is once, so nothing is ever unknown here. */
export async function setShopPrices(
  ports: SetShopPricesPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const { productId, prices } = step.content as unknown as PriceContent;
  const { shop, outcome } = await findStepShop(ports, step);
  if (!shop) return outcome;
  if (!(await ports.documents.markSending(step))) return null;
  const answer = await ports.shopCatalog.setPrices(shop.domain, productId, prices);
  if (!answer.ok) return afterShopifyFailure(answer, { ...step, jitter: ports.jitter() }, policy);
  await ports.itemLinks.agree(step.programId, shop.shopId, prices);
  return { state: "confirmed", remoteRef: productId };
}
