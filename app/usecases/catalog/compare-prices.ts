import { decidePrice } from "#core/catalog";
import type { DocumentDraft } from "#core/sync";
import { currencyScale } from "#core/units";

import type { ExigoCatalog } from "../ports/exigo-catalog.ts";
import type { ItemLink, ItemLinks } from "../ports/item-links.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import { readItems } from "./read-items.ts";
import { salesPlace } from "./stock-differences.ts";
import { throughLinks } from "./through-links.ts";
import { enqueueSteps } from "./turn-types.ts";
import type { TurnEnd, TurnFailure, TurnPorts, TurnRun, TurnShop } from "./turn-types.ts";

export interface ComparePricesPorts extends TurnPorts {
  readonly itemLinks: Pick<ItemLinks, "listMapped" | "agree">;
  readonly exigoCatalog: Pick<ExigoCatalog, "readItems">;
  readonly shopCatalog: Pick<ShopCatalog, "readVariants">;
}

/**
 * Compares the prices of mapped variants with Exigo's and stores steps for those that differ. A price that was changed
 * in the shop is recorded as refused by the ownership table, and put back where the settings say so.
 */
export function comparePrices(ports: ComparePricesPorts, run: TurnRun): Promise<TurnEnd> {
  const shops = run.shops.filter(({ settings }) => settings.prices);
  return throughLinks(ports, run, shops, (shop, links) => comparePage(ports, run, shop, links));
}

interface PriceToWrite {
  readonly productId: string;
  readonly variantId: string;
  readonly price: string;
}

async function comparePage(
  ports: ComparePricesPorts,
  { turn, connection, settings: { difference } }: TurnRun,
  { shop, settings }: TurnShop,
  links: readonly ItemLink[],
): Promise<{ readonly ok: true; readonly value: number } | TurnFailure> {
  const { programId, shopId, domain } = shop;
  const codes = links.flatMap(({ itemCode }) => itemCode ?? []);
  const place = salesPlace({ ...settings, warehouseId: settings.priceWarehouseId });
  const inExigo = await readItems(ports.exigoCatalog, connection, place, codes);
  if (!inExigo.ok) return inExigo;
  const ids = links.map(({ variantId }) => variantId);
  const inShop = await ports.shopCatalog.readVariants(domain, ids);
  if (!inShop.ok) return inShop;
  const variants = new Map(inShop.value.map((variant) => [variant.variantId, variant]));
  const scale = currencyScale(shop.currency);
  const equal: { variantId: string; price: string }[] = [];
  const toWrite: PriceToWrite[] = [];
  const drafts: DocumentDraft[] = [];
  for (const { variantId, itemCode, agreedPrice } of links) {
    const variant = variants.get(variantId);
    const wanted = inExigo.value.get(itemCode ?? "")?.price ?? null;
    if (!variant || wanted === null) continue;
    const decided = decidePrice({ wanted, inShop: variant.price, agreed: agreedPrice }, scale);
    if (decided.decision === "unusable") continue;
    if (decided.decision === "equal") {
      if (agreedPrice !== variant.price) equal.push({ variantId, price: variant.price });
      continue;
    }
    if (decided.decision === "against_owner") {
      // Put back, the same change later is another one; only reported, it is the one that is known.
      const when = difference === "put_back" ? `/${turn.run}` : "";
      drafts.push(priceFromShop({ shopId, variantId, key: `${variant.price}${when}` }));
      if (difference === "report") continue;
    }
    toWrite.push({ productId: variant.productId, variantId, price: decided.price });
  }
  await ports.itemLinks.agree(programId, shopId, equal);
  drafts.push(...priceSteps(shopId, turn.run, toWrite));
  return { ok: true, value: await enqueueSteps(ports, programId, drafts) };
}

/** One step per product: its prices are written in one call. */
function priceSteps(shopId: number, run: number, prices: readonly PriceToWrite[]): DocumentDraft[] {
  const byProduct = new Map<string, PriceToWrite[]>();
  for (const price of prices)
    byProduct.set(price.productId, [...(byProduct.get(price.productId) ?? []), price]);
  return [...byProduct].map(([productId, ofProduct]) => ({
    kind: "shopify.price",
    document: `price/${shopId}/${productId}`,
    // A product may reach over two pages of one run.
    stepKey: `price/${shopId}/${productId}/${ofProduct[0]?.variantId}/${run}`,
    shopId,
    memberId: null,
    domain: "prices",
    fields: ["price"],
    content: { productId, prices: ofProduct.map(({ variantId, price }) => ({ variantId, price })) },
  }));
}

/** What a change of a price in the shop would be, were it to go to Exigo: the ownership table refuses and records it. */
function priceFromShop({
  shopId,
  variantId,
  key,
}: {
  readonly shopId: number;
  readonly variantId: string;
  readonly key: string;
}): DocumentDraft {
  return {
    kind: "exigo.price",
    document: `price/${shopId}/${variantId}`,
    stepKey: `price-from-shop/${shopId}/${variantId}/${key}`,
    shopId,
    memberId: null,
    domain: "prices",
    fields: ["price"],
    content: { variantId },
  };
}
