import { addMilliseconds } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Sign } from "./signs.ts";

/** What of a customer is compared with what is held. */
export interface CustomerWords {
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly updatedAt: Instant;
  readonly tags: readonly string[];
}

export interface ToldCustomer extends CustomerWords {
  readonly customerId: string;
  /** null: Shopify does not say. */
  readonly createdAt: Instant | null;
}

export interface ProductWords {
  readonly productId: string;
  readonly title: string;
  readonly updatedAt: Instant;
  readonly variants: readonly {
    readonly variantId: string;
    readonly sku: string | null;
    readonly price: string | null;
  }[];
}

export interface ShownProduct extends ProductWords {
  readonly createdAt: Instant;
}

/** Tags given with the customer itself are perhaps not told, and are known by re-reading after this time. */
const TAGS_ARE_KNOWN_AFTER_MS = 60 * 60_000;

/**
 * What must have happened to a customer, by what is told of it now and what is held (null: nobody has heard of it, or it
 * is not to be compared). Its `updated_at` alone shows nothing: an order or a metafield moves it, too.
 */
export function customerSigns(told: ToldCustomer, held: CustomerWords | null, installedAt: Instant): Sign[] {
  const { customerId: shownBy, createdAt, updatedAt: at } = told;
  const signs: Sign[] = createdAt === null ? [] : [{ topic: "customers/create", at: createdAt, shownBy }];
  if (held === null) return signs;
  const words = ["email", "firstName", "lastName"] as const;
  if (held.updatedAt < at && words.some((word) => told[word] !== held[word]))
    signs.push({ topic: "customers/update", at, shownBy });
  const areTagsTold =
    createdAt !== null && createdAt > installedAt && addMilliseconds(createdAt, TAGS_ARE_KNOWN_AFTER_MS) < at;
  if (!areTagsTold) return signs;
  if (isMoreIn(told.tags, held.tags)) signs.push({ topic: "customer.tags_added", at, shownBy });
  if (isMoreIn(held.tags, told.tags)) signs.push({ topic: "customer.tags_removed", at, shownBy });
  return signs;
}

/** Tags are the same without regard to case. */
function isMoreIn(tags: readonly string[], others: readonly string[]): boolean {
  const there = new Set(others.map((tag) => tag.trim().toLowerCase()));
  return tags.some((tag) => !there.has(tag.trim().toLowerCase()));
}

/** What must have happened to a product; its `updated_at` alone shows nothing: stock moves it, too. */
export function productSigns(told: ShownProduct, held: ProductWords | null): Sign[] {
  const shownBy = told.title;
  const created: Sign = { topic: "products/create", at: told.createdAt, shownBy };
  if (held === null || held.updatedAt >= told.updatedAt || isAlike(told, held)) return [created];
  return [created, { topic: "products/update", at: told.updatedAt, shownBy }];
}

function isAlike(told: ProductWords, held: ProductWords): boolean {
  const there = new Map(held.variants.map((variant) => [variant.variantId, variant]));
  return (
    told.title === held.title &&
    told.variants.every(({ variantId, sku, price }) => {
      const known = there.get(variantId);
      return known !== undefined && known.sku === sku && Number(known.price) === Number(price);
    })
  );
}
