import type { Package, PartToSend, SentPackage } from "#core/catalog";

import type { ToldProduct } from "./item-links.ts";
import type { ReadPage, ShopifyRead } from "./shop-reader.ts";
import type { ShopifyAnswer } from "./storefront.ts";

/** A variant as the shop has it now. */
export interface ShopVariant {
  readonly variantId: string;
  readonly productId: string;
  readonly productTitle: string;
  /** Decimal in the shop's currency. */
  readonly price: string;
}

/** An inventory item at one location. */
export interface ShopStock {
  readonly inventoryItemId: string;
  /** False: the shop does not count it. */
  readonly tracked: boolean;
  /** Available units, below zero when oversold; null: it is not stocked at the location. */
  readonly available: number | null;
}

/** What a product is to say; what is absent stays as it is. */
export interface ProductContent {
  readonly title?: string;
  readonly descriptionHtml?: string;
}

/** A product that the shop does not have yet, with its only variant. */
export interface NewProduct {
  /** Names the product in the shop: the same handle never makes two. */
  readonly handle: string;
  readonly title: string;
  readonly descriptionHtml: string;
  readonly sku: string;
  /** Decimal in the shop's currency; null: none is known yet. */
  readonly price: string | null;
  readonly weightGrams: number | null;
  readonly isVirtual: boolean;
}

/** What of an order is to be sent and was sent; `cancelled`: nothing is to be sent any more. */
export interface OrderToSend {
  readonly cancelled: boolean;
  readonly parts: readonly PartToSend[];
  /** What was sent and not taken back, whoever sent it. */
  readonly packages: readonly SentPackage[];
}

/** Setting stock: `stale` when the shop's quantity was not the one that was read. */
export type StockAnswer =
  ShopifyAnswer | { readonly ok: false; readonly failure: "stale"; readonly message: string };

/** Products, prices, stock and fulfilment of a shop. Nothing is thrown for what Shopify does; nothing is ever deleted. */
export interface ShopCatalog {
  /** All products with variants that can be sold, page by page, as far as links need them. */
  listProducts(shopDomain: string, after: string | null): Promise<ShopifyRead<ReadPage<ToldProduct>>>;
  /** At most 250 variants; those that are gone are left out. */
  readVariants(
    shopDomain: string,
    variantIds: readonly string[],
  ): Promise<ShopifyRead<readonly ShopVariant[]>>;
  /** At most 100 inventory items at one location; those that are gone are left out. */
  readStock(
    shopDomain: string,
    locationId: string,
    inventoryItemIds: readonly string[],
  ): Promise<ShopifyRead<readonly ShopStock[]>>;
  listLocations(
    shopDomain: string,
  ): Promise<ShopifyRead<readonly { readonly locationId: string; readonly name: string }[]>>;
  /** null: the shop has no such order, or may not see it. */
  readOrderToSend(shopDomain: string, orderId: string): Promise<ShopifyRead<OrderToSend | null>>;
  /** Creates a draft, or finds the one of this handle; the key is the handle. */
  createProduct(
    shopDomain: string,
    product: NewProduct,
  ): Promise<
    { readonly ok: true; readonly product: ToldProduct } | Exclude<ShopifyAnswer, { readonly ok: true }>
  >;
  /** Sets what a product says; twice is once. */
  setContent(shopDomain: string, productId: string, content: ProductContent): Promise<ShopifyAnswer>;
  /** Sets the weight of a product's variants; null leaves it. Twice is once. */
  setItems(
    shopDomain: string,
    productId: string,
    variants: readonly {
      readonly variantId: string;
      readonly weightGrams: number | null;
    }[],
  ): Promise<ShopifyAnswer>;
  /** Sets prices of variants of one product, all or none; twice is once. */
  setPrices(
    shopDomain: string,
    productId: string,
    prices: readonly { readonly variantId: string; readonly price: string }[],
  ): Promise<ShopifyAnswer>;
  /** Sets available units at one location where they still are what was read, all or none, once per key. */
  setStock(
    shopDomain: string,
    locationId: string,
    stock: {
      readonly key: string;
      readonly levels: readonly {
        readonly inventoryItemId: string;
        readonly from: number;
        readonly to: number;
      }[];
    },
  ): Promise<StockAnswer>;
  /** Stocks an item at a location that did not have it, once per key. */
  stockItem(
    shopDomain: string,
    locationId: string,
    item: { readonly key: string; readonly inventoryItemId: string; readonly available: number },
  ): Promise<ShopifyAnswer>;
  /** Sends a package. It knows no key: after a lost answer what is left of the order says whether it went out. */
  sendPackage(
    shopDomain: string,
    parcel: Package & {
      readonly carrier: string | null;
      readonly trackingNumbers: readonly string[];
      readonly notify: boolean;
    },
  ): Promise<
    { readonly ok: true; readonly packageId: string | null } | Exclude<ShopifyAnswer, { readonly ok: true }>
  >;
  /** Gives a package that was sent other numbers; null leaves the carrier. Twice is once, but for the shopper's mail. */
  correctTracking(
    shopDomain: string,
    packageId: string,
    tracking: {
      readonly carrier: string | null;
      readonly trackingNumbers: readonly string[];
      readonly notify: boolean;
    },
  ): Promise<ShopifyAnswer>;
}
