import { applyTax, newLine } from "../operations/order-lines.ts";
import { currencyDigits, parseMinor } from "../state/money.ts";
import type { Store } from "../state/store.ts";
import type { Product, Shop, Variant } from "../state/types.ts";
import type { CartItem } from "./visitors.ts";

/** Shipping costs five units of the currency and is free from fifty on. */
const shippingUnits = 5;
const freeShippingFromUnits = 50;

export type QuotedItem = {
  product: Product;
  variant: Variant;
  quantity: number;
  unitMinor: number;
  lineMinor: number;
};

/** What a cart costs, in minor units of the shop's currency. */
export type CartQuote = {
  /** Items that are still sold; others are left out. */
  items: QuotedItem[];
  subtotalMinor: number;
  shippingMinor: number;
  /** Zero or more; already part of the prices when the shop's prices contain tax. */
  taxMinor: number;
  totalMinor: number;
  requiresShipping: boolean;
};

/** The product and variant behind a variant's id; undefined when it is no longer sold. */
export function findVariant(
  store: Store,
  shop: string,
  variantId: number,
): { product: Product; variant: Variant } | undefined {
  for (const product of store.productsOf(shop)) {
    const variant = product.variants.find(({ id }) => id === variantId);
    if (variant) return { product, variant };
  }
  return undefined;
}

/** Taxes come from the same code that places the order, so that the amount on the pay button is the amount taken. */
function taxOf(store: Store, shop: Shop, items: QuotedItem[]): number {
  const context = { store: { ...store, nextId: () => 0 }, emit: () => undefined };
  const currencies = { shop: shop.currency, presentment: shop.currency, rate: "1" };
  const lines = items.map(({ variant, quantity }) =>
    newLine(context, { shop, currencies }, { variantId: variant.id, quantity }),
  );
  applyTax(lines, { rateBps: shop.taxRateBps, included: shop.taxesIncluded });
  return lines.reduce((sum, line) => sum + line.tax.shopMinor, 0);
}

/** Adds up a cart. */
export function quoteCart(store: Store, shop: Shop, cart: CartItem[]): CartQuote {
  const items = cart.flatMap(({ variantId, quantity }) => {
    const found = findVariant(store, shop.domain, variantId);
    if (!found) return [];
    const unitMinor = parseMinor(found.variant.price, shop.currency);
    return [{ ...found, quantity, unitMinor, lineMinor: unitMinor * quantity }];
  });
  const unit = 10 ** currencyDigits(shop.currency);
  const subtotalMinor = items.reduce((sum, item) => sum + item.lineMinor, 0);
  const requiresShipping = items.some(
    ({ product, variant }) => variant.requiresShipping && !product.giftCard,
  );
  const free = !requiresShipping || subtotalMinor >= freeShippingFromUnits * unit;
  const shippingMinor = free ? 0 : shippingUnits * unit;
  const taxMinor = taxOf(store, shop, items);
  const totalMinor = subtotalMinor + shippingMinor + (shop.taxesIncluded ? 0 : taxMinor);
  return { items, subtotalMinor, shippingMinor, taxMinor, totalMinor, requiresShipping };
}
