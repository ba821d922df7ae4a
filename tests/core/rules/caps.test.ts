import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { applyGrants, capKey, CapFault, decideGrants, noCaps } from "#core/rules";
import type { Calendar, CapGrant, CapWant, EarnRulesDocument } from "#core/rules";

import { earnRule, emptyDocument, evaluate, ruleLine, withRules } from "./orders.ts";

const ACCOUNT = 7;
const budget = (limitMinor: number) => ({ name: "budget", ruleId: null, period: null, limitMinor }) as const;
const want = (wantedMinor: number, ...caps: CapWant["caps"]): CapWant => ({
  ruleId: null,
  wantedMinor,
  caps,
});
const grantOf = (grants: readonly CapGrant[]): number[] => grants.map(({ grantedMinor }) => grantedMinor);
const decide = (wants: readonly CapWant[], used: Record<string, number>, before: readonly CapGrant[] = []) =>
  decideGrants(wants, ACCOUNT, new Map(Object.entries(used)), before);

const TOTAL = "program/all/ever";

describe("what an order wants of caps", () => {
  const dubai: Calendar = {
    timeZone: "Asia/Dubai",
    offsets: [{ from: "2020-01-01T00:00:00.000Z", seconds: 14_400 }],
  };
  const document: EarnRulesDocument = withRules(
    [
      earnRule({ id: "rate", earns: { creditsPerUnitMicros: 350_000 } }),
      earnRule({
        id: "fans",
        earns: { creditsPerUnitMicros: 350_000 },
        caps: { perOrderMinor: null, perMemberDayMinor: 5, perMemberMonthMinor: 20, perMemberMinor: 90 },
      }),
    ],
    {
      overlap: "sum",
      limits: { ...emptyDocument.limits, perMemberMonthMinor: 50, budgetMonthMinor: 700, budgetMinor: 9000 },
    },
  );
  const outcome = evaluate(document, { placedAt: "2026-11-30T20:00:00.000Z" }, dubai);

  it("is rounded once for all rules, and apart for a rule with a cap of its own", () => {
    expect(outcome.trace.exact).toBe("7");
    expect(outcome).toMatchObject({
      targetMinor: 6,
      wants: [
        { ruleId: null, wantedMinor: 3 },
        { ruleId: "fans", wantedMinor: 3 },
      ],
    });
  });

  it("is counted by member, rule and the shop's own days and months", () => {
    expect(
      outcome.wants.map(({ caps }) => caps.map((cap) => [capKey(cap, ACCOUNT), cap.limitMinor])),
    ).toEqual([
      [
        ["program/account/7/2026-12", 50],
        ["program/all/2026-12", 700],
        [TOTAL, 9000],
      ],
      [
        ["rule/fans/account/7/2026-12-01", 5],
        ["rule/fans/account/7/2026-12", 20],
        ["rule/fans/account/7/ever", 90],
        ["program/account/7/2026-12", 50],
        ["program/all/2026-12", 700],
        [TOTAL, 9000],
      ],
    ]);
  });

  it("becomes the target as far as it was granted, and the trace says so", () => {
    const capped = applyGrants(outcome, [3, 1]);
    expect(capped).toMatchObject({
      targetMinor: 4,
      reason: "earned",
      trace: { roundedMinor: 6, targetMinor: 4 },
    });
    expect(capped.trace.caps[1]).toEqual({
      ruleId: "fans",
      caps: ["perMemberDay", "perMemberMonth", "perMember", ...["perMemberMonth", "budgetMonth", "budget"]],
      wantedMinor: 3,
      grantedMinor: 1,
    });
    expect(applyGrants(outcome, [0, 0])).toMatchObject({ targetMinor: 0, reason: "cap_reached" });
  });

  it("throws at grants that do not answer it", () => {
    expect(() => applyGrants(outcome, [3])).toThrow(CapFault);
    expect(() => applyGrants(outcome, [4, 0])).toThrow(CapFault);
  });

  it("is nothing where no cap counts over several orders", () => {
    const plain = withRules([earnRule({ id: "rate", caps: { perOrderMinor: 3, ...noCaps } })]);
    expect(evaluate(plain)).toMatchObject({ targetMinor: 3, wants: [] });
  });

  it("includes the limit of one order, which needs no counter", () => {
    const limits = { ...document.limits, perOrderMinor: 4 };
    const { wants, targetMinor } = evaluate({ ...document, limits }, { lines: [ruleLine()] });
    expect(targetMinor).toBe(4);
    expect(grantOf(decide(wants, {}))).toEqual([3, 1]);
    expect(grantOf(decide(wants, { "program/account/7/2026-11": 48 }))).toEqual([2, 0]);
  });
});

describe("a grant", () => {
  it("is what is left of the tightest cap", () => {
    const wants = [want(10, budget(100), { name: "perMember", ruleId: null, period: null, limitMinor: 30 })];
    expect(grantOf(decide(wants, {}))).toEqual([10]);
    expect(grantOf(decide(wants, { [TOTAL]: 97 }))).toEqual([3]);
    expect(grantOf(decide(wants, { [TOTAL]: 97, "program/account/7/ever": 29 }))).toEqual([1]);
    expect(grantOf(decide(wants, { [TOTAL]: 120 }))).toEqual([0]);
  });

  it("of several wants serves the first one first", () => {
    const wants = [want(10, budget(15)), { ...want(10, budget(15)), ruleId: "fans" }];
    expect(grantOf(decide(wants, {}))).toEqual([10, 5]);
  });

  it("stays what it was for the same want, although others gave back or took meanwhile", () => {
    const before = decide([want(10, budget(100))], { [TOTAL]: 96 });
    expect(grantOf(decide([want(10, budget(100))], { [TOTAL]: 0 }, before))).toEqual([4]);
    expect(grantOf(decide([want(10, budget(100))], { [TOTAL]: 96 }, before))).toEqual([4]);
  });

  it("falls with its want, and grows by what its want has grown", () => {
    const before = decide([want(10, budget(100))], { [TOTAL]: 96 });
    expect(grantOf(decide([want(3, budget(100))], { [TOTAL]: 0 }, before))).toEqual([3]);
    expect(grantOf(decide([want(7, budget(100))], { [TOTAL]: 0 }, before))).toEqual([4]);
    expect(grantOf(decide([want(12, budget(100))], { [TOTAL]: 0 }, before))).toEqual([6]);
    expect(decide([], { [TOTAL]: 0 }, before)).toEqual([]);
  });

  it("is not lost because the limit is lower than what others have used since", () => {
    const before = decide([want(10, budget(100))], {});
    expect(grantOf(decide([want(10, budget(50))], { [TOTAL]: 60 }, before))).toEqual([10]);
  });

  it("falls never more slowly than its wants, so that refunds never add credits", () => {
    const amounts = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20));
    fc.assert(
      fc.property(amounts, amounts, fc.nat(30), fc.nat(20), fc.nat(40), (wanted, lost, limit, own, order) => {
        const wantsOf = (amount: readonly number[]): CapWant[] =>
          amount.map((each, index) => ({
            ruleId: String(index),
            wantedMinor: each,
            caps: [
              { name: "perOrder", ruleId: null, period: null, limitMinor: order },
              ...(index === 1
                ? [{ name: "perMember" as const, ruleId: "1", period: null, limitMinor: own }]
                : []),
              budget(limit),
            ],
          }));
        const before = decide(wantsOf(wanted), {});
        const left = wanted.map((each, index) => Math.max(0, each - (lost[index] ?? 0)));
        const after = decide(wantsOf(left), {}, before);
        const sum = (grants: readonly CapGrant[]): number => grantOf(grants).reduce((a, b) => a + b, 0);
        expect(sum(after)).toBeLessThanOrEqual(sum(before));
        after.forEach(({ grantedMinor }, index) =>
          expect(grantedMinor).toBeLessThanOrEqual(left[index] ?? 0),
        );
      }),
    );
  });
});
