import { globalId } from "../state/metafields.ts";
import type { Store } from "../state/store.ts";
import type { Product, Variant } from "../state/types.ts";
import { inShopZone } from "./shop-time.ts";

/** The body of products/create and products/update. */
export function productPayload(store: Store, product: Product): object {
  const at = (iso: string): string => inShopZone(store, product.shop, iso);
  return {
    id: product.id,
    admin_graphql_api_id: globalId("Product", product.id),
    title: product.title,
    body_html: product.description,
    handle: product.handle,
    vendor: product.vendor,
    product_type: product.productType,
    tags: product.tags.join(", "),
    status: (product.status ?? "ACTIVE").toLowerCase(),
    created_at: at(product.createdAt),
    updated_at: at(product.updatedAt),
    published_at: at(product.createdAt),
    variants: product.variants.map((variant, index) => ({
      id: variant.id,
      admin_graphql_api_id: globalId("ProductVariant", variant.id),
      product_id: product.id,
      title: variant.title,
      price: variant.price,
      compare_at_price: variant.compareAtPrice,
      sku: variant.sku,
      position: index + 1,
      taxable: variant.taxable,
      inventory_item_id: variant.inventoryItemId,
      inventory_quantity: variant.inventoryQuantity,
    })),
    images: [],
    options: [],
  };
}

/** The body of inventory_levels/update: without a level the shop's first location, which has the shop's number. */
export function inventoryLevelPayload(
  store: Store,
  shop: string,
  variant: Variant,
  level?: { locationId: number; available: number },
): object {
  return {
    inventory_item_id: variant.inventoryItemId,
    location_id: level?.locationId ?? store.shop(shop)?.id ?? null,
    available: level?.available ?? variant.inventoryQuantity,
    updated_at: inShopZone(store, shop, store.now()),
    admin_graphql_api_id: `gid://shopify/InventoryLevel/${variant.inventoryItemId}?inventory_item_id=${variant.inventoryItemId}`,
  };
}
