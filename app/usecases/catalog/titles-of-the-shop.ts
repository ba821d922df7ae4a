import type { DocumentDraft } from "#core/sync";
import { fingerprintOf } from "#core/units";

import type { ItemLink } from "../ports/item-links.ts";
import type { Shop } from "../ports/programs.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import type { TurnFailure } from "./turn-types.ts";

/** A product whose title is Exigo's, and was changed in the shop. */
export interface TitleOfTheShop {
  readonly productId: string;
  readonly itemCode: string;
  readonly title: string;
}

/**
 * Finds the products that were given another title in the shop than Exigo's. Only those of which Shopify told another
 * title are read, because what it told last may be older than what the app wrote.
 */
export async function titlesOfTheShop(
  ports: { readonly shopCatalog: Pick<ShopCatalog, "readVariants"> },
  { domain }: Shop,
  links: readonly ItemLink[],
): Promise<{ readonly ok: true; readonly value: readonly TitleOfTheShop[] } | TurnFailure> {
  const suspects = links.filter(
    ({ agreedTitle, productTitle }) => agreedTitle !== null && agreedTitle !== productTitle,
  );
  if (suspects.length === 0) return { ok: true, value: [] };
  const read = await ports.shopCatalog.readVariants(
    domain,
    suspects.map(({ variantId }) => variantId),
  );
  if (!read.ok) return read;
  const shown = new Map(read.value.map((variant) => [variant.variantId, variant]));
  const found = new Map<string, TitleOfTheShop>();
  for (const { variantId, agreedTitle, itemCode } of suspects) {
    const variant = shown.get(variantId);
    if (!variant || itemCode === null || variant.productTitle === agreedTitle) continue;
    const { productId, productTitle: title } = variant;
    found.set(productId, { productId, itemCode, title });
  }
  return { ok: true, value: [...found.values()] };
}

/**
 * What the title of a shop would be, were it to go to Exigo: the ownership table refuses and records it. `run`: it is put
 * back, so the same title later is another change; null: it is only reported, and is the one that is known.
 */
export function titleFromShop(
  shopId: number,
  { productId, title }: TitleOfTheShop,
  run: number | null,
): DocumentDraft {
  const when = run === null ? "" : `/${run}`;
  return {
    kind: "exigo.product",
    document: `product/${shopId}/${productId}`,
    stepKey: `product-from-shop/${shopId}/${productId}/${fingerprintOf(title)}${when}`,
    shopId,
    memberId: null,
    domain: "products",
    fields: ["product"],
    content: { productId },
  };
}
