import { describe, expect, it } from "vitest";

import type { Condition, MemberFacts, RuleLine, RuleSubject } from "#core/rules";

import { earnRule, evaluate, ruleLine, tracedRule, withRules } from "./orders.ts";

const product = {
  productId: "100",
  productType: "Kitchen",
  tags: ["Handmade", "new"],
  collectionIds: ["7", "8"],
  saleVariantIds: ["110"],
};
const nobody: MemberFacts = { customerTags: [], exigoCustomerType: null, exigoRank: null, orderIndex: null };
const member: MemberFacts = {
  customerTags: ["Gold", "friend"],
  exigoCustomerType: "Distributor",
  exigoRank: "Silver",
  orderIndex: 3,
};

const matches = (when: Condition, changes: Partial<RuleSubject>): boolean =>
  evaluate(withRules([earnRule({ id: "asked", when })]), changes).reason === "earned";

const known = { products: [product], member };
const ofLine = (changes: Partial<RuleLine>): Partial<RuleSubject> => ({
  ...known,
  lines: [ruleLine(changes)],
});

describe("a condition", () => {
  it.each<[Condition, Partial<RuleSubject>, Partial<RuleSubject>]>([
    [{ product: ["99", "100"] }, known, ofLine({ productId: "101" })],
    [{ variant: ["110"] }, known, ofLine({ variantId: "111" })],
    [{ sku: ["mug"] }, known, ofLine({ sku: "CUP" })],
    [{ collection: ["8"] }, known, { products: [] }],
    [{ productTag: ["handmade"] }, known, { products: [{ ...product, tags: ["hand"] }] }],
    [{ productType: ["kitchen "] }, known, { products: [{ ...product, productType: null }] }],
    [{ vendor: ["ACME"] }, known, ofLine({ vendor: null })],
    [{ onSale: true }, known, ofLine({ variantId: "111" })],
    [{ onSale: false }, ofLine({ variantId: "111" }), known],
    [{ customItem: true }, ofLine({ productId: null }), known],
    [{ subscription: true }, ofLine({ subscription: true }), known],
    [{ giftCard: false }, known, ofLine({ giftCard: true })],
    [{ tip: true }, ofLine({ tip: true }), known],
    [{ customerTag: ["gold"] }, known, { member: nobody }],
    [{ orderTag: ["Gift"] }, { orderTags: ["gift"] }, { orderTags: ["gifted"] }],
    [{ channel: ["580111", "Web"] }, known, { channel: "pos" }],
    [{ pointOfSale: true }, { channel: "pos" }, known],
    [{ nthOrder: [3, 6] }, known, { member: { ...member, orderIndex: 4 } }],
    [{ nthOrder: [1] }, { member: { ...member, orderIndex: 1 } }, { member: nobody }],
    [{ firstOrder: true }, { member: { ...member, orderIndex: 1 } }, known],
    [{ firstOrder: false }, known, { member: nobody }],
    [{ orderMinimumMinor: 1000 }, known, ofLine({ discountMinor: 1 })],
    [{ exigoCustomerType: ["distributor"] }, known, { member: nobody }],
    [{ exigoRank: ["Gold", "SILVER"] }, known, { member: { ...member, exigoRank: "Bronze" } }],
    [{ all: [] }, known, { lines: [] }],
    [{ all: [{ vendor: ["Acme"] }, { pointOfSale: false }] }, known, { channel: "pos" }],
    [{ any: [{ vendor: ["Other"] }, { pointOfSale: true }] }, { channel: "pos" }, known],
    [{ not: { vendor: ["Acme"] } }, ofLine({ vendor: "Other" }), known],
    [
      { all: [{ any: [{ productTag: ["new"] }, { not: { customerTag: ["gold"] } }] }, { nthOrder: [3] }] },
      known,
      { products: [], member },
    ],
  ])("%j holds where it is so and not where it is not", (when, so, notSo) => {
    expect(matches(when, so)).toBe(true);
    expect(matches(when, notSo)).toBe(false);
  });

  it("holds line by line: only the lines that match earn", () => {
    const lines = [ruleLine(), ruleLine({ lineId: "2", vendor: "Other", grossMinor: 500 })];
    const outcome = evaluate(withRules([earnRule({ id: "acme", when: { vendor: ["Acme"] } })]), { lines });
    expect(outcome.targetMinor).toBe(10);
    expect(tracedRule(outcome, "acme")).toMatchObject({ outcome: "matched", lines: ["1"] });
  });

  it("that fails is named by its place, with what was wanted and what was found", () => {
    const when: Condition = { all: [{ pointOfSale: false }, { any: [] }] };
    const rules = [
      earnRule({ id: "minimum", when: { all: [{ pointOfSale: false }, { orderMinimumMinor: 5000 }] } }),
      earnRule({ id: "third", when: { nthOrder: [3] } }),
      earnRule({ id: "never", when }),
      earnRule({ id: "others", when: { not: { vendor: ["Acme"] } } }),
    ];
    const outcome = evaluate(withRules(rules));
    expect(outcome).toMatchObject({ targetMinor: 0, reason: "no_rule_matched" });
    expect(outcome.trace.rules).toMatchObject([
      { failed: { path: "all.1", condition: "orderMinimumMinor", wanted: 5000, found: 1000 } },
      { failed: { path: "", condition: "nthOrder", wanted: [3], found: null } },
      { failed: { path: "all.1", condition: "any" } },
      { failed: { path: "", condition: "not" } },
    ]);
  });
});

describe("an exclusion", () => {
  const exclusions = [
    { id: "sale", name: "No credits on sale prices", when: { onSale: true } },
    { id: "staff", name: "Not for staff", when: { customerTag: ["staff"] } },
  ] as const;
  const document = withRules([earnRule({ id: "rate" })], {
    exclusions,
    base: {
      tax: false,
      shipping: true,
      discountedPart: false,
      giftCardsBought: true,
      paidWithGiftCards: true,
    },
  });

  it("takes its lines away and is named on them", () => {
    const lines = [ruleLine(), ruleLine({ lineId: "2", variantId: "111" })];
    const outcome = evaluate(document, { products: [product], lines, shippingMinor: 500 });
    expect(outcome.targetMinor).toBe(15);
    expect(outcome.trace.lines.map(({ excludedBy }) => excludedBy?.id)).toEqual(["sale", undefined]);
  });

  it("of the whole order takes shipping away, too", () => {
    const outcome = evaluate(document, {
      member: { ...nobody, customerTags: ["Staff"] },
      shippingMinor: 500,
    });
    expect(outcome).toMatchObject({
      targetMinor: 0,
      reason: "everything_excluded",
      trace: { shipping: null },
    });
    expect(tracedRule(outcome, "rate")).toMatchObject({ outcome: "nothing_to_match" });
  });
});
