import { createHash } from "node:crypto";
import { inventoryItemView } from "../catalog/inventory-view.ts";
import { globalId } from "../state/metafields.ts";
import type { Product, Variant } from "../state/types.ts";
import { connectionOf } from "./connection.ts";
import type { PageArgs } from "./connection.ts";
import type { ApiContext } from "./context.ts";
import { metafieldFields } from "./metafield-view.ts";
import { nodeView } from "./node-view.ts";

/** A ProductVariant as the schema describes it. */
export function variantView(context: ApiContext, product: Product, variant: Variant): object {
  return {
    __typename: "ProductVariant",
    id: globalId("ProductVariant", variant.id),
    legacyResourceId: String(variant.id),
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    price: variant.price,
    compareAtPrice: variant.compareAtPrice,
    sku: variant.sku,
    position: product.variants.indexOf(variant) + 1,
    taxable: variant.taxable,
    availableForSale: variant.inventoryQuantity > 0,
    inventoryQuantity: variant.inventoryQuantity,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    inventoryItem: () => inventoryItemView(context, variant),
    product: () => productView(context, product),
  };
}

/** Collections are only handles here; the same handle always has the same number. */
export function collectionId(handle: string): number {
  return Number.parseInt(createHash("sha256").update(handle).digest("hex").slice(0, 8), 16) + 1;
}

/** A Product as the schema describes it. */
export function productView(context: ApiContext, product: Product): object {
  const gid = globalId("Product", product.id);
  return {
    __typename: "Product",
    id: gid,
    legacyResourceId: String(product.id),
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    productType: product.productType,
    status: product.status ?? "ACTIVE",
    tags: product.tags,
    isGiftCard: product.giftCard,
    description: product.description,
    descriptionHtml: product.description,
    totalInventory: product.variants.reduce((sum, variant) => sum + variant.inventoryQuantity, 0),
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    collections: (args: PageArgs) =>
      connectionOf(
        product.collections.map((handle) => ({ handle, id: collectionId(handle) })),
        args,
        {
          key: (collection) => String(collection.id),
          node: ({ handle, id }) => ({ __typename: "Collection", id: globalId("Collection", id), handle }),
        },
      ),
    variants: (args: PageArgs) =>
      connectionOf(product.variants, args, {
        key: (variant) => String(variant.id),
        node: (variant) => variantView(context, product, variant),
      }),
    ...metafieldFields(context, gid, nodeView),
  };
}
