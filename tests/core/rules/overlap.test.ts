import { describe, expect, it } from "vitest";

import { noCaps } from "#core/rules";
import type { Overlap } from "#core/rules";

import { earnRule, emptyDocument, evaluate, ruleLine, tracedRule, withRules } from "./orders.ts";

const acme = { vendor: ["Acme"] };
const rules = [
  earnRule({ id: "one", earns: { creditsPerUnitMicros: 1_000_000 } }),
  earnRule({ id: "acme", when: acme, earns: { creditsPerUnitMicros: 3_000_000 } }),
  earnRule({ id: "each", earns: { creditsPerItemMinor: 15 } }),
  earnRule({ id: "double", earns: { multiplyBps: 20_000 } }),
  earnRule({ id: "triple", when: acme, earns: { multiplyBps: 30_000 } }),
  earnRule({ id: "welcome", earns: { creditsPerOrderMinor: 50 } }),
  earnRule({ id: "thanks", earns: { creditsPerOrderMinor: 70 } }),
];
/** 20.00 of Acme and 10.00 of another vendor. */
const lines = [
  ruleLine({ lineId: "1", grossMinor: 2000 }),
  ruleLine({ lineId: "2", grossMinor: 1000, vendor: "Other" }),
];

/**
 * By hand: rules for line 1 give 20, 60 and 15, for line 2 10 and 15; multipliers for line 1 are 2 and 3, for line 2
 * only 2; bonuses are 50 and 70.
 */
const cases: Record<Overlap, { targetMinor: number; shares: Record<string, string> }> = {
  bestOf: {
    targetMinor: 60 * 3 + 15 * 2 + 70,
    shares: { one: "0", acme: "60", each: "15", double: "15", triple: "120", welcome: "0", thanks: "70" },
  },
  sum: {
    targetMinor: (20 + 60 + 15) * (1 + 1 + 2) + (10 + 15) * 2 + 50 + 70,
    shares: { one: "30", acme: "60", each: "30", double: "120", triple: "190", welcome: "50", thanks: "70" },
  },
  firstMatch: {
    targetMinor: 20 * 2 + 10 * 2 + 50,
    shares: { one: "30", acme: "0", each: "0", double: "30", triple: "0", welcome: "50", thanks: "0" },
  },
};

describe("where rules overlap", () => {
  it.each(Object.entries(cases))("%s is what is said", (overlap, { targetMinor, shares }) => {
    const outcome = evaluate(withRules(rules, { overlap: overlap as Overlap }), { lines });
    const given = outcome.trace.rules.map((rule) => [
      rule.ruleId,
      rule.outcome === "matched" ? rule.credits : null,
    ]);
    expect(outcome.targetMinor).toBe(targetMinor);
    expect(Object.fromEntries(given)).toEqual(shares);
  });

  it("the trace says where a rule went without because another one is better", () => {
    const outcome = evaluate(withRules(rules, { overlap: "bestOf" }), { lines });
    expect(tracedRule(outcome, "one")).toMatchObject({ lines: [], beatenOn: ["1", "2"] });
    expect(tracedRule(outcome, "each")).toMatchObject({ lines: ["2"], beatenOn: ["1"] });
    expect(tracedRule(outcome, "welcome")).toMatchObject({ beatenOn: ["1", "2"] });
  });

  it("of two rules that give the same the first of the document counts", () => {
    const twins = [earnRule({ id: "a" }), earnRule({ id: "b" })];
    const outcome = evaluate(withRules(twins, { overlap: "bestOf" }));
    expect(tracedRule(outcome, "b")).toMatchObject({ beatenOn: ["1"], credits: "0" });
  });

  it("a multiplier alone gives nothing", () => {
    const outcome = evaluate(withRules(rules.slice(3, 4)), { lines });
    expect(outcome).toMatchObject({ targetMinor: 0, reason: "no_rule_matched" });
  });

  it("a cap per order holds one rule back and leaves the others alone", () => {
    const caps = { perOrderMinor: 25, ...noCaps };
    const capped = [earnRule({ id: "capped", caps }), earnRule({ id: "free" })];
    const outcome = evaluate(withRules(capped, { overlap: "sum" }), { lines });
    expect(outcome.targetMinor).toBe(25 + 30);
    expect(tracedRule(outcome, "capped")).toMatchObject({ credits: "25", cappedAtMinor: 25 });
    expect(tracedRule(outcome, "free")).toMatchObject({ credits: "30", cappedAtMinor: null });
  });

  it("the limit of one order holds all rules together", () => {
    const limits = { perOrderMinor: 12, ...noCaps, budgetMonthMinor: null, budgetMinor: null };
    const outcome = evaluate(withRules([earnRule({ id: "rate" })], { limits }), { lines });
    expect(outcome).toMatchObject({ targetMinor: 12, wants: [], trace: { roundedMinor: 30 } });
  });
});

describe("the best rule", () => {
  it("of a line stays the best after refunds and gift cards, so that taking back never adds credits", () => {
    const giftCardsApart = { ...emptyDocument.base, paidWithGiftCards: false };
    const capped = earnRule({ id: "rate", caps: { perOrderMinor: 3, ...noCaps } });
    const each = earnRule({ id: "each", earns: { creditsPerItemMinor: 8 } });
    const document = withRules([capped, each], { overlap: "bestOf", base: giftCardsApart });
    const targets = [0, 100, 500, 900, 1000].map(
      (giftCardPaidMinor) => evaluate(document, { giftCardPaidMinor }).targetMinor,
    );
    expect(targets).toEqual([3, 3, 3, 1, 0]);
  });
});
