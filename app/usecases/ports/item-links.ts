import type { LinkState } from "#core/catalog";
import type { Instant } from "#core/units";

/** A line of an order, as far as it names what was bought. */
export interface LineOfItem {
  /** null: a custom item, which no catalogue has. */
  readonly variantId: string | null;
  readonly sku: string | null;
  readonly title: string;
}

/** The item of a line. `waitsFor` is what is woken when the variant is mapped or ignored. */
export type CodeOfLine =
  | { readonly state: "mapped"; readonly itemCode: string }
  | { readonly state: "unmapped"; readonly waitsFor: string }
  | { readonly state: "ignored" }
  | { readonly state: "custom" };

/** A variant as Shopify told it. */
export interface ToldVariant {
  readonly variantId: string;
  readonly inventoryItemId: string | null;
  readonly title: string | null;
  readonly sku: string | null;
  /** Decimal in the shop's currency. */
  readonly price: string | null;
}

/** A product as Shopify told it, with all of its variants. */
export interface ToldProduct {
  readonly productId: string;
  readonly title: string;
  readonly updatedAt: Instant;
  readonly variants: readonly ToldVariant[];
}

/** A variant with what is known of its item. */
export interface ItemLink {
  readonly shopId: number;
  readonly variantId: string;
  readonly productId: string | null;
  readonly inventoryItemId: string | null;
  readonly productTitle: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly price: string | null;
  readonly state: LinkState;
  readonly itemCode: string | null;
  readonly madeBy: "sku" | "person" | null;
  readonly madeAt: Instant | null;
  readonly removedAt: Instant | null;
  readonly agreedPrice: string | null;
  readonly agreedContent: string | null;
  /** The title that its product was given last; null: the product keeps its own words. */
  readonly agreedTitle: string | null;
}

/** Who says which item a variant is. */
export type LinkAuthor = { readonly by: "sku" } | { readonly by: "person"; readonly staff: string };

/** What a variant is said to be: an item, nothing of Exigo's, or not known (again). */
export type LinkSaying =
  | { readonly state: "mapped"; readonly itemCode: string }
  | { readonly state: "ignored" }
  | { readonly state: "unmapped" };

export interface LinkPageWish {
  readonly shopId: number;
  readonly state: LinkState | "all";
  /** Part of a title or SKU, or a whole code; empty: no search. */
  readonly search: string;
  /** The variant after which the page begins; null: at the beginning. */
  readonly after: string | null;
  readonly limit: number;
}

/** Variants and their items. Every call names the program; nothing is ever deleted. */
export interface ItemLinks {
  /**
   * The items of lines, in their order. A variant that is not known yet is stored as unmapped, so that people see it
   * and what waits for it.
   */
  codesOf(programId: number, shopId: number, lines: readonly LineOfItem[]): Promise<readonly CodeOfLine[]>;
  /**
   * Takes in what Shopify told of products; an older telling changes nothing. Variants that a product has no more are
   * marked as removed; their items stay.
   */
  learn(programId: number, shopId: number, products: readonly ToldProduct[]): Promise<void>;
  /** Marks all variants of a deleted product as removed. */
  removeProduct(programId: number, shopId: number, productId: string): Promise<void>;
  /**
   * Says what variants are, each once; one that a person mapped or ignored is not changed by its SKU. Returns those that changed,
   * so that what waits for them can be woken.
   */
  say(
    programId: number,
    sayings: readonly { readonly shopId: number; readonly variantId: string; readonly saying: LinkSaying }[],
    author: LinkAuthor,
  ): Promise<readonly { readonly shopId: number; readonly variantId: string }[]>;
  /** Unmapped variants that have a SKU, after this variant of this shop, in their order. */
  listUnmappedSkus(
    programId: number,
    after: { readonly shopId: number; readonly variantId: string } | null,
    limit: number,
  ): Promise<readonly { readonly shopId: number; readonly variantId: string; readonly sku: string }[]>;
  /** Mapped variants of a shop that are still there, after this one, in their order. */
  listMapped(
    programId: number,
    shopId: number,
    after: string | null,
    limit: number,
  ): Promise<readonly ItemLink[]>;
  /** Mapped variants with these items, of a shop, that are still there. */
  listByCodes(programId: number, shopId: number, codes: readonly string[]): Promise<readonly ItemLink[]>;
  /** The variants of a product that are still there, in any state. */
  listByProduct(programId: number, shopId: number, productId: string): Promise<readonly ItemLink[]>;
  /** Variants by id, in any state. */
  find(programId: number, shopId: number, variantIds: readonly string[]): Promise<readonly ItemLink[]>;
  /** Notes what both sides have now; what is left out stays, and null takes a title away. Each variant once. */
  agree(
    programId: number,
    shopId: number,
    agreed: readonly {
      readonly variantId: string;
      readonly price?: string;
      readonly content?: string;
      readonly title?: string | null;
    }[],
  ): Promise<void>;
  /** A screenful for people. */
  listPage(programId: number, wish: LinkPageWish): Promise<readonly ItemLink[]>;
  count(programId: number, shopId: number): Promise<Readonly<Record<LinkState, number>>>;
  /** Steps of documents that wait for these variants; a variant that nothing waits for is left out. */
  countWaiting(
    programId: number,
    shopId: number,
    variantIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}
