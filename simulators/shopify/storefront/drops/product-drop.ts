import { parseMinor } from "../../state/money.ts";
import type { Product, Shop } from "../../state/types.ts";

/** The `product` object of Liquid, with prices in minor units of the shop's currency. */
export function productDrop(product: Product, shop: Shop): Record<string, unknown> {
  const variants = product.variants.map((variant) => ({
    id: variant.id,
    title: variant.title,
    sku: variant.sku,
    price: parseMinor(variant.price, shop.currency),
    compare_at_price:
      variant.compareAtPrice === null ? null : parseMinor(variant.compareAtPrice, shop.currency),
    available: variant.inventoryQuantity > 0,
    inventory_quantity: variant.inventoryQuantity,
  }));
  const prices = variants.map(({ price }) => price);
  const first = variants.find(({ available }) => available) ?? variants[0];
  return {
    id: product.id,
    title: product.title,
    handle: product.handle,
    description: product.description,
    vendor: product.vendor,
    type: product.productType,
    gift_card: product.giftCard,
    picture: product.picture,
    variants,
    has_only_default_variant: variants.length === 1,
    selected_variant_id: first?.id,
    available: variants.some(({ available }) => available),
    price: Math.min(...prices),
    price_varies: new Set(prices).size > 1,
    compare_at_price: first?.compare_at_price ?? null,
  };
}
