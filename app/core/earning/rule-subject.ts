import type { MemberFacts, ProductFacts, RuleSubject } from "../rules/index.ts";
import { atLeastZero, fraction, subtract, sum, wholePart, ZERO } from "./fraction.ts";
import { toShopMoney } from "./money-given.ts";
import type { OrderFacts, OrderRefund } from "./order-facts.ts";
import type { CountedOrder } from "./what-counts.ts";

/** What was asked about an order when it was first judged, and stays with it. */
export interface OrderContext {
  /** The account of the customer that it was asked for; another one's customer is asked anew. null: of none. */
  readonly accountId: number | null;
  /** The lines that it was asked for: what an edit adds later is asked when it is there. */
  readonly lineIds: readonly string[];
  readonly products: readonly ProductFacts[];
  readonly member: MemberFacts;
  /** Part of the order that was paid with gift cards, in minor units of the shop's currency. */
  readonly giftCardPaidMinor: number;
}

/** An order of which nothing was asked. */
export const NO_CONTEXT: OrderContext = {
  accountId: null,
  lineIds: [],
  products: [],
  member: { customerTags: [], exigoCustomerType: null, exigoRank: null, orderIndex: null },
  giftCardPaidMinor: 0,
};

/** True when nothing of the order is left to ask: neither another customer nor a line that was added since. */
export function coversOrder(context: OrderContext, accountId: number | null, facts: OrderFacts): boolean {
  return (
    context.accountId === accountId && facts.lines.every(({ lineId }) => context.lineIds.includes(lineId))
  );
}

/** An order as rules see it: its facts as ordered, and how much of them counts. */
export function ruleSubject(
  facts: OrderFacts,
  refunds: readonly OrderRefund[],
  counted: CountedOrder,
  context: OrderContext,
): RuleSubject {
  return {
    orderId: facts.orderId,
    currency: facts.currency,
    currencyScale: facts.currencyScale,
    placedAt: facts.placedAt,
    channel: facts.channel,
    orderTags: facts.tags,
    // A tip is no purchase: no rule gets to see it.
    lines: counted.lines
      .filter(({ line }) => !line.tip)
      .map(({ line: { currentQuantity: _, ...line }, kept, taxMinor }) => ({ ...line, kept, taxMinor })),
    shippingMinor: counted.shippingMinor,
    shippingTaxMinor: counted.shippingTaxMinor,
    giftCardPaidMinor: giftCardsKept(facts, refunds, context.giftCardPaidMinor),
    products: context.products,
    member: context.member,
  };
}

/** The part paid with gift cards without what was given back to them. */
function giftCardsKept(facts: OrderFacts, refunds: readonly OrderRefund[], paidMinor: number): number {
  const given = sum(
    refunds
      .flatMap(({ money }) => money?.transactions ?? [])
      .filter(
        ({ kind, status, gateway }) => kind === "refund" && status === "success" && gateway === "gift_card",
      )
      .map(({ amountMinor, currency }) => toShopMoney(amountMinor, currency, facts) ?? ZERO),
  );
  return Number(wholePart(atLeastZero(subtract(fraction(paidMinor), given))));
}
