import { z } from "zod";

import type { ToldProduct } from "#usecases/ports/item-links";

import { optionalText, shopifyId, shopifyTime } from "./payload-fields.server.ts";

/** What Shopify calls the only variant of a product that has no options. */
const ONLY_VARIANT = "Default Title";

const variant = z
  .object({
    id: shopifyId,
    title: optionalText,
    sku: optionalText,
    price: z.string().nullish(),
    inventory_item_id: shopifyId.nullish(),
  })
  .transform((told) => ({
    variantId: told.id,
    inventoryItemId: told.inventory_item_id ?? null,
    title: told.title === ONLY_VARIANT ? null : told.title,
    sku: told.sku,
    price: told.price ?? null,
  }));

/** The body of products/create and products/update. */
export const productPayload = z
  .object({ id: shopifyId, title: optionalText, updated_at: shopifyTime, variants: z.array(variant) })
  .transform((told): ToldProduct => ({
    productId: told.id,
    title: told.title ?? "",
    updatedAt: told.updated_at,
    variants: told.variants,
  }));

/** The body of products/delete. */
export const deletedProductPayload = z.object({ id: shopifyId }).transform(({ id }) => ({ productId: id }));
