import type { CompiledRules } from "./compile-rules.ts";
import { lineContext } from "./context.ts";
import type { LineContext, OrderContext } from "./context.ts";
import { exactText, leastMultiple } from "./exact.ts";
import type { RuleTrace, TracedLine } from "./trace.ts";
import type { RuleLine, RuleSubject } from "./types.ts";

/** What counts of an order: money in minor units of the currency times `moneyParts`, exact. */
export interface OrderBase {
  readonly lines: readonly BaseLine[];
  /** null: shipping does not count, or an exclusion of the whole order holds. */
  readonly shipping: { readonly base: bigint } | null;
  /** What `kept` is counted in. */
  readonly keptParts: bigint;
  /** What the share that was not paid with gift cards is counted in; 1: gift cards count like money. */
  readonly shareParts: bigint;
  readonly shareWithoutGiftCards: string | null;
}

export interface BaseLine {
  readonly context: LineContext;
  readonly kept: bigint;
  readonly base: bigint;
  /** What would count of the whole line if nothing was refunded and no gift card was used, in minor units. */
  readonly wholeMinor: number;
  /** After discounts and before tax, all units: the line's weight in a bonus for the order. */
  readonly weight: bigint;
  readonly excludedBy: TracedLine["excludedBy"];
}

const GIFT_CARD_EXCLUDED = { id: "giftCardsBought", name: null } as const;

/** Works out what of each line and of shipping counts, by the document's switches and exclusions. */
export function orderBase(rules: CompiledRules, subject: RuleSubject, order: OrderContext): OrderBase {
  const { base: counts } = rules.document;
  const keptParts = subject.lines.reduce((parts, { kept }) => leastMultiple(parts, kept.denominator), 1n);
  const share = counts.paidWithGiftCards ? null : shareWithoutGiftCards(subject, keptParts);
  const shareTop = share?.top ?? 1n;
  const lines = subject.lines.map((line): BaseLine => {
    const context = lineContext(line, subject.products);
    const excludedBy = findExclusion(rules, order, context);
    const kept = keptOf(line, keptParts);
    const wholeMinor = excludedBy ? 0 : moneyOf(line, counts);
    return {
      ...{ context, kept, wholeMinor, excludedBy },
      base: kept * BigInt(wholeMinor) * shareTop,
      weight: BigInt(line.grossMinor - line.discountMinor),
    };
  });
  const shippingMinor = subject.shippingMinor + (counts.tax ? subject.shippingTaxMinor : 0);
  const shippingCounts = counts.shipping && !excludesOrder(rules, order);
  return {
    ...{ lines, keptParts },
    shipping: shippingCounts ? { base: BigInt(shippingMinor) * keptParts * shareTop } : null,
    shareParts: share?.bottom ?? 1n,
    shareWithoutGiftCards: share && exactText(share.top, share.bottom),
  };
}

/** The lines as the trace tells them. */
export function traceBase(base: OrderBase): Pick<RuleTrace, "lines" | "shipping" | "shareWithoutGiftCards"> {
  const moneyParts = base.keptParts * base.shareParts;
  return {
    lines: base.lines.map(({ context: { line }, kept, base: money, excludedBy }) => ({
      lineId: line.lineId,
      title: line.title,
      quantity: line.quantity,
      kept: exactText(kept, base.keptParts),
      base: exactText(money, moneyParts),
      excludedBy,
    })),
    shipping: base.shipping && { base: exactText(base.shipping.base, moneyParts) },
    shareWithoutGiftCards: base.shareWithoutGiftCards,
  };
}

function moneyOf(line: RuleLine, counts: CompiledRules["document"]["base"]): number {
  const discount = counts.discountedPart ? 0 : line.discountMinor;
  return line.grossMinor - discount + (counts.tax ? line.taxMinor : 0);
}

function keptOf({ kept }: RuleLine, keptParts: bigint): bigint {
  return kept.denominator === keptParts ? kept.numerator : kept.numerator * (keptParts / kept.denominator);
}

/**
 * What was paid otherwise, as a share of all that remains of the order with shipping and tax: 0 to 1. A gift card pays
 * for every part of an order alike, also for what does not count.
 */
function shareWithoutGiftCards(subject: RuleSubject, keptParts: bigint): { top: bigint; bottom: bigint } {
  let total = BigInt(subject.shippingMinor + subject.shippingTaxMinor) * keptParts;
  for (const line of subject.lines) {
    total += BigInt(line.grossMinor - line.discountMinor + line.taxMinor) * keptOf(line, keptParts);
  }
  const giftCards = BigInt(subject.giftCardPaidMinor) * keptParts;
  if (giftCards === 0n) return { top: 1n, bottom: 1n };
  if (giftCards >= total) return { top: 0n, bottom: 1n };
  return { top: total - giftCards, bottom: total };
}

function findExclusion(
  { document, exclusions }: CompiledRules,
  order: OrderContext,
  context: LineContext,
): TracedLine["excludedBy"] {
  const found = exclusions.find(({ condition }) => condition.holds(order, context));
  if (found) return { id: found.exclusion.id, name: found.exclusion.name };
  return context.line.giftCard && !document.base.giftCardsBought ? GIFT_CARD_EXCLUDED : null;
}

/** Shipping belongs to no line: only an exclusion that asks about none takes it away. */
function excludesOrder({ exclusions }: CompiledRules, order: OrderContext): boolean {
  return exclusions.some(({ condition }) => !condition.asksLines && condition.holds(order, null));
}
