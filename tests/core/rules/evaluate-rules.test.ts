import { describe, expect, it } from "vitest";

import { compileRules, evaluateRules, utcCalendar } from "#core/rules";

import { earnRule, evaluate, ruleLine, ruleSubject, tracedRule, withRules } from "./orders.ts";

const rate = (creditsPerUnitMicros: number) => earnRule({ id: "rate", earns: { creditsPerUnitMicros } });
const half = { numerator: 1n, denominator: 2n };

describe("an order", () => {
  it("of 49.95 at 1.5 per dollar earns 74.925, rounded as the document says", () => {
    const lines = [ruleLine({ grossMinor: 4995 })];
    const rounded = (["floor", "half-up", "ceil"] as const).map(
      (rounding) => evaluate(withRules([rate(1_500_000)], { rounding }), { lines }).targetMinor,
    );
    expect(rounded).toEqual([74, 75, 75]);
    const outcome = evaluate(withRules([rate(1_500_000)]), { lines });
    expect(outcome.trace).toMatchObject({
      exact: "74.925",
      rounding: "floor",
      roundedMinor: 74,
      targetMinor: 74,
    });
    expect(tracedRule(outcome, "rate")).toEqual({
      ruleId: "rate",
      name: "rate",
      outcome: "matched",
      lines: ["1"],
      beatenOn: [],
      effect: { creditsPerUnitMicros: 1_500_000, base: "4995" },
      credits: "74.925",
      cappedAtMinor: null,
    });
  });

  it("of two $10 items earns 20, then 10, then 0 as they are refunded", () => {
    const document = withRules([rate(1_000_000)]);
    const targets = [2n, 1n, 0n].map((numerator) => {
      const lines = [ruleLine({ quantity: 2, grossMinor: 2000, kept: { numerator, denominator: 2n } })];
      return evaluate(document, { lines }).targetMinor;
    });
    expect(targets).toEqual([20, 10, 0]);
  });

  it("of a $50 item with a $10 coupon earns on 40", () => {
    const lines = [ruleLine({ grossMinor: 5000, discountMinor: 1000 })];
    expect(evaluate(withRules([rate(1_000_000)]), { lines }).targetMinor).toBe(40);
  });

  it("keeps the bonus of an order in proportion to what is kept of the lines it was for", () => {
    const bonus = earnRule({
      id: "bonus",
      earns: { creditsPerOrderMinor: 90 },
      when: { vendor: ["Acme"] },
    });
    const lines = [
      ruleLine({ grossMinor: 2000, kept: half }),
      ruleLine({ lineId: "2", grossMinor: 1000 }),
      ruleLine({ lineId: "3", vendor: "Other", kept: { numerator: 0n, denominator: 1n } }),
    ];
    expect(evaluate(withRules([bonus]), { lines }).targetMinor).toBe(60);
  });

  it("keeps the bonus of a free order by its units", () => {
    const bonus = earnRule({ id: "bonus", earns: { creditsPerOrderMinor: 90 } });
    const lines = [ruleLine({ grossMinor: 0, quantity: 2, kept: half }), ruleLine({ grossMinor: 0 })];
    expect(evaluate(withRules([bonus]), { lines }).targetMinor).toBe(60);
  });

  it("that reached a minimum when it was placed keeps what the rule gives for the rest after a refund", () => {
    const big = earnRule({ id: "big", when: { orderMinimumMinor: 10_000 } });
    const lines = [ruleLine({ grossMinor: 10_000, kept: half })];
    expect(evaluate(withRules([big]), { lines }).targetMinor).toBe(50);
  });

  it("earns in minor units of the program's unit and of its own currency", () => {
    const compiled = compileRules(
      { document: { ...withRules([rate(1_500_000)]), currency: "JPY" }, calendar: utcCalendar },
      { scale: 2 },
    );
    const yen = ruleSubject({ currency: "JPY", currencyScale: 0, lines: [ruleLine({ grossMinor: 7 })] });
    expect(evaluateRules(compiled, yen).targetMinor).toBe(1050);
  });
});

describe("an order that earns nothing says why", () => {
  const gone = [ruleLine({ kept: { numerator: 0n, denominator: 1n } })];
  const document = withRules([rate(1_000_000)]);

  it.each([
    ["other_currency", document, { currency: "EUR" }],
    ["rules_off", withRules([{ ...rate(1_000_000), enabled: false }]), {}],
    ["rules_off", withRules([]), {}],
    ["nothing_left", document, { lines: gone }],
    ["nothing_left", document, { lines: [] }],
    [
      "nothing_left",
      withRules([earnRule({ id: "a", when: { vendor: ["Acme"] } })]),
      {
        lines: [...gone, ruleLine({ lineId: "2", vendor: "Other" })],
      },
    ],
    ["everything_excluded", { ...document, exclusions: [{ id: "x", name: "x", when: { all: [] } }] }, {}],
    ["no_rule_matched", withRules([earnRule({ id: "pos", when: { pointOfSale: true } })]), {}],
    ["nothing_counts", document, { lines: [ruleLine({ grossMinor: 0 })] }],
    ["rounds_to_zero", document, { lines: [ruleLine({ grossMinor: 99 })] }],
    ["cap_reached", { ...document, limits: { ...document.limits, perOrderMinor: 0 } }, {}],
  ])("%s", (reason, rules, changes) => {
    expect(evaluate(rules, changes)).toMatchObject({ targetMinor: 0, reason, trace: { targetMinor: 0 } });
  });
});
