import type { Store } from "../../state/store.ts";
import type { Shop } from "../../state/types.ts";
import { quoteCart } from "../cart-quote.ts";
import type { CartItem } from "../visitors.ts";
import { productDrop } from "./product-drop.ts";

/** The `cart` object of Liquid; amounts in minor units of the shop's currency. */
export function cartDrop(store: Store, shop: Shop, items: CartItem[]): Record<string, unknown> {
  const quote = quoteCart(store, shop, items);
  return {
    item_count: quote.items.reduce((sum, item) => sum + item.quantity, 0),
    items: quote.items.map(({ product, variant, quantity, lineMinor, unitMinor }) => ({
      product: productDrop(product, shop),
      variant_id: variant.id,
      variant_title: product.variants.length > 1 ? variant.title : null,
      quantity,
      price: unitMinor,
      final_line_price: lineMinor,
    })),
    items_subtotal_price: quote.subtotalMinor,
    shipping_price: quote.shippingMinor,
    tax_price: quote.taxMinor,
    total_price: quote.totalMinor,
    requires_shipping: quote.requiresShipping,
  };
}
