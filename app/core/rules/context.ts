import type { ProductFacts, RuleLine, RuleSubject } from "./types.ts";

/** An order as conditions ask about it; names in lower case. */
export interface OrderContext {
  readonly channel: string;
  readonly customerTags: ReadonlySet<string>;
  readonly orderTags: ReadonlySet<string>;
  readonly orderIndex: number | null;
  /** All lines as they were ordered, after discounts and before tax, in minor units of the currency. */
  readonly amountMinor: number;
  readonly exigoCustomerType: string | null;
  readonly exigoRank: string | null;
}

/** A line as conditions ask about it; names in lower case. */
export interface LineContext {
  readonly line: RuleLine;
  readonly onSale: boolean;
  readonly vendor: string | null;
  readonly productType: string | null;
  readonly tags: ReadonlySet<string>;
  readonly collectionIds: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The order's side of what conditions ask. */
export function orderContext({ channel, orderTags, lines, member }: RuleSubject): OrderContext {
  let amountMinor = 0;
  for (const line of lines) amountMinor += line.grossMinor - line.discountMinor;
  return {
    channel: channel.toLowerCase(),
    customerTags: namesOf(member.customerTags),
    orderTags: namesOf(orderTags),
    orderIndex: member.orderIndex,
    amountMinor,
    exigoCustomerType: nameOf(member.exigoCustomerType),
    exigoRank: nameOf(member.exigoRank),
  };
}

/** One line's side of what conditions ask; a line whose product is not known has no tags and collections. */
export function lineContext(line: RuleLine, products: readonly ProductFacts[]): LineContext {
  const { productId, variantId } = line;
  const product = productId === null ? undefined : products.find((each) => each.productId === productId);
  return {
    line,
    onSale: variantId !== null && product !== undefined && product.saleVariantIds.includes(variantId),
    vendor: nameOf(line.vendor),
    productType: nameOf(product?.productType ?? null),
    tags: product ? namesOf(product.tags) : NONE,
    collectionIds: product && product.collectionIds.length > 0 ? new Set(product.collectionIds) : NONE,
  };
}

/** How names of Shopify and Exigo are compared: a person who types a tag does not mind its case. */
export function nameOf(name: string | null): string | null {
  return name === null ? null : name.trim().toLowerCase();
}

function namesOf(names: readonly string[]): ReadonlySet<string> {
  if (names.length === 0) return NONE;
  const set = new Set<string>();
  for (const name of names) set.add(name.trim().toLowerCase());
  return set;
}
