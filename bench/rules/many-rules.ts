import { liftSimpleRule, noCaps } from "../../app/core/rules/index.ts";
import type { Condition, EarnRule, EarnRulesDocument, RuleSubject } from "../../app/core/rules/index.ts";

/** Rules as a busy merchant would have them; a third of them holds for a given order. */
const kinds: readonly ((number: number) => { when: Condition | null; earns: EarnRule["earns"] })[] = [
  (number) => ({ when: null, earns: { creditsPerUnitMicros: 1_000_000 + number } }),
  (number) => ({ when: { collection: [String(number), "7"] }, earns: { creditsPerUnitMicros: 2_500_000 } }),
  (number) => ({ when: { vendor: [`vendor ${number}`, "acme"] }, earns: { creditsPerItemMinor: number } }),
  () => ({
    when: { all: [{ customerTag: ["gold"] }, { not: { onSale: true } }] },
    earns: { multiplyBps: 20_000 },
  }),
  (number) => ({ when: { orderMinimumMinor: number * 1_000 }, earns: { creditsPerOrderMinor: 50 } }),
  (number) => ({ when: { productTag: [`tag ${number}`, "sale"] }, earns: { creditsPerUnitMicros: 500_000 } }),
  () => ({
    when: { any: [{ firstOrder: true }, { nthOrder: [5, 10] }] },
    earns: { creditsPerOrderMinor: 200 },
  }),
  (number) => ({ when: { product: [String(100 + number)] }, earns: { creditsPerUnitMicros: 3_000_000 } }),
  () => ({ when: { pointOfSale: true }, earns: { multiplyBps: 15_000 } }),
  (number) => ({ when: { exigoRank: [`rank ${number}`] }, earns: { multiplyBps: 30_000 } }),
];

/** A document with so many rules. */
export function documentOf(count: number): EarnRulesDocument {
  const simple = { kind: "perCurrencyUnit", enabled: true, currency: "USD", rounding: "floor" } as const;
  const document = liftSimpleRule({ ...simple, creditsPerUnitMicros: 1, expiresAfterDays: null });
  const rules = Array.from({ length: count }, (_, number): EarnRule => {
    const kind = kinds[number % kinds.length]?.(number) ?? { when: null, earns: { creditsPerItemMinor: 1 } };
    return {
      ...{ id: `rule-${number}`, name: `Rule ${number}`, enabled: true, ...kind },
      window: { from: number % 7 === 0 ? "2026-11-01T00:00" : null, until: null },
      caps: { perOrderMinor: number % 5 === 0 ? 500 : null, ...noCaps },
    };
  });
  return { ...document, rules };
}

/** Orders of one to four lines that differ in what the rules ask; some are partly refunded. */
export function ordersOf(count: number): RuleSubject[] {
  return Array.from({ length: count }, (_, number) => ({
    orderId: String(number),
    currency: "USD",
    currencyScale: 2,
    placedAt: "2026-11-21T12:00:00.000Z",
    channel: number % 9 === 0 ? "pos" : "web",
    orderTags: [],
    lines: Array.from({ length: 1 + (number % 4) }, (_line, line) => ({
      lineId: String(line),
      title: "Mug",
      quantity: 1 + (line % 3),
      kept: { numerator: number % 10 === 0 ? 1n : 2n, denominator: 2n },
      grossMinor: 1_000 + number * 37 + line,
      discountMinor: number % 3 === 0 ? 100 : 0,
      taxMinor: 80,
      productId: String(100 + ((number + line) % 40)),
      variantId: String(900 + line),
      sku: null,
      vendor: line % 2 === 0 ? "Acme" : `Vendor ${number % 50}`,
      giftCard: false,
      tip: false,
      subscription: false,
    })),
    shippingMinor: 500,
    shippingTaxMinor: 0,
    giftCardPaidMinor: 0,
    products: Array.from({ length: 1 + (number % 4) }, (_product, line) => ({
      productId: String(100 + ((number + line) % 40)),
      productType: "Kitchen",
      tags: [`Tag ${number % 50}`, "new"],
      collectionIds: [String(number % 50), "8"],
      saleVariantIds: line === 1 ? ["901"] : [],
    })),
    member: {
      customerTags: number % 4 === 0 ? ["Gold"] : [],
      exigoCustomerType: null,
      exigoRank: `Rank ${number % 50}`,
      orderIndex: number % 12,
    },
  }));
}
