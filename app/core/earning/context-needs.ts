import type { Condition, EarnRulesDocument } from "../rules/index.ts";

/** What rules ask of an order that its own facts do not say. */
export interface ContextNeeds {
  /** Collections, tags, types and sale prices of its products. */
  readonly products: boolean;
  /** Which order of the customer it is. */
  readonly orderIndex: boolean;
  /** What of it was paid with gift cards. */
  readonly giftCards: boolean;
  /** The customer's tags, Exigo type and rank. */
  readonly member: boolean;
}

const OF_PRODUCTS = ["collection", "productTag", "productType", "onSale"];
const OF_ORDER_INDEX = ["nthOrder", "firstOrder"];
const OF_MEMBER = ["customerTag", "exigoCustomerType", "exigoRank"];

/** What must be asked before the document can judge an order; all false: its facts are enough. */
export function contextNeeds(document: EarnRulesDocument): ContextNeeds {
  const asked = new Set<string>();
  for (const { when } of document.exclusions) collect(when, asked);
  for (const { enabled, when } of document.rules) if (enabled && when) collect(when, asked);
  const asks = (names: readonly string[]): boolean => names.some((name) => asked.has(name));
  return {
    products: asks(OF_PRODUCTS),
    orderIndex: asks(OF_ORDER_INDEX),
    giftCards: !document.base.paidWithGiftCards,
    member: asks(OF_MEMBER),
  };
}

function collect(condition: Condition, asked: Set<string>): void {
  if ("all" in condition) for (const each of condition.all) collect(each, asked);
  else if ("any" in condition) for (const each of condition.any) collect(each, asked);
  else if ("not" in condition) collect(condition.not, asked);
  else for (const name of Object.keys(condition)) asked.add(name);
}
