import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  applyGrants,
  compileRules,
  createTrial,
  creditsByRule,
  evaluateRules,
  noCaps,
  utcCalendar,
} from "#core/rules";
import type { EarnRulesDocument, PastOrder, RuleSubject } from "#core/rules";

import { earnRule, emptyDocument, evaluate, ruleLine, ruleSubject, withRules } from "./orders.ts";

const compile = (document: EarnRulesDocument) =>
  compileRules({ document, calendar: utcCalendar }, { scale: 0 });
const live = withRules([earnRule({ id: "rate" })]);
function order(accountId: number, dollars: number, changes: Partial<RuleSubject> = {}): PastOrder {
  const subject = ruleSubject({ lines: [ruleLine({ grossMinor: dollars * 100 })], ...changes });
  return { accountId, placedAt: subject.placedAt, judge: (rules) => evaluateRules(rules, subject) };
}

function tryDraft(draft: EarnRulesDocument, orders: readonly PastOrder[], shown = 10) {
  const trial = createTrial({ live: () => compile(live), draft: compile(draft) });
  for (const each of orders) trial.take(each);
  return trial.result(shown);
}

describe("a draft tried on past orders", () => {
  const vip = earnRule({ id: "vip", when: { customerTag: ["vip"] }, earns: { multiplyBps: 20_000 } });
  const half = earnRule({ id: "rate", earns: { creditsPerUnitMicros: 500_000 } });
  const gold = { customerTags: ["VIP"], exigoCustomerType: null, exigoRank: null, orderIndex: null };
  const orders = [
    order(1, 100),
    order(2, 40, { member: gold }),
    order(2, 30, { member: gold }),
    order(3, 10, { currency: "EUR" }),
    { ...order(4, 999), judge: () => null },
    order(5, 60),
  ];

  it("says what it costs in all, by rule, and who has more and who less", () => {
    expect(tryDraft(withRules([half, { ...vip, earns: { multiplyBps: 30_000 } }]), orders)).toEqual({
      orders: 6,
      live: { totalMinor: 230, earning: 4 },
      draft: { totalMinor: 50 + 60 + 45 + 30, earning: 4 },
      rules: [
        { ruleId: "rate", liveMinor: 230, draftMinor: 50 + 20 + 15 + 30 },
        { ruleId: "vip", liveMinor: 0, draftMinor: 70 },
      ],
      winners: { members: 1, first: [{ accountId: 2, liveMinor: 70, draftMinor: 105 }] },
      losers: {
        members: 2,
        first: [
          { accountId: 1, liveMinor: 100, draftMinor: 50 },
          { accountId: 5, liveMinor: 60, draftMinor: 30 },
        ],
      },
    });
  });

  it("names only as many members as were asked for, the greatest differences first", () => {
    const { losers } = tryDraft(withRules([half]), orders, 1);
    expect(losers).toEqual({ members: 3, first: [{ accountId: 1, liveMinor: 100, draftMinor: 50 }] });
  });

  it("uses up caps in the order in which orders were placed", () => {
    const limits = { ...emptyDocument.limits, budgetMinor: 120 };
    const { draft, losers } = tryDraft({ ...live, limits }, [order(1, 100), order(2, 40), order(3, 30)]);
    expect(draft).toEqual({ totalMinor: 120, earning: 2 });
    expect(losers.first.map(({ accountId }) => accountId)).toEqual([3, 2]);
  });
});

describe("the credits of each rule", () => {
  it("sum to the target, whatever was rounded and capped", () => {
    const rates = fc.array(fc.integer({ min: 1, max: 3_000_000 }), { minLength: 1, maxLength: 5 });
    const kept = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(rates, kept, fc.boolean(), fc.nat(30), (micros, units, capsOne, granted) => {
        const rules = micros.map((creditsPerUnitMicros, index) =>
          earnRule({
            id: `rule-${index}`,
            earns: { creditsPerUnitMicros },
            caps: {
              perOrderMinor: null,
              ...noCaps,
              ...(capsOne && index === 1 ? { perMemberMinor: 5 } : {}),
            },
          }),
        );
        const lines = [
          ruleLine({ quantity: 7, grossMinor: 4_995, kept: { numerator: BigInt(units), denominator: 7n } }),
        ];
        const outcome = evaluate(withRules(rules, { overlap: "sum", rounding: "half-up" }), { lines });
        const given = outcome.wants.map(({ wantedMinor }) => Math.min(wantedMinor, granted));
        const final = applyGrants(outcome, given);
        const credits = creditsByRule(final);
        expect([...credits.values()].reduce((sum, each) => sum + each, 0)).toBe(final.targetMinor);
        expect([...credits.values()].every((each) => each >= 0)).toBe(true);
      }),
    );
  });
});
