import { describe, expect, it } from "vitest";

import type { OrderSnapshot } from "#core/earning";
import type { RuleVersion } from "#core/rules";

import { evaluateBy, facts, line, mergeAll, PROGRAM, refund, rule, snapshot } from "./orders.ts";

const oneToOne = rule(1, "2026-11-01T00:00:00.000Z");
const evaluate = (order: OrderSnapshot, rules: RuleVersion[] = [oneToOne]) =>
  evaluateBy(order, rules, PROGRAM);
const target = (order: OrderSnapshot, rules?: RuleVersion[]) => evaluate(order, rules).targetMinor;

describe("what an order earns", () => {
  it("gives one credit per dollar of a paid order, and shows how", () => {
    expect(evaluate(snapshot(facts()))).toEqual({
      reason: "earned",
      targetMinor: 50,
      ruleVersion: 1,
      creditsPerUnitMicros: 1_000_000,
      rounding: "floor",
      baseMinor: 5000,
      currency: "USD",
      currencyScale: 2,
      lines: [{ lineId: "1", title: "Line 1", quantity: 1, remainingQuantity: 1, baseMinor: 5000 }],
      expectedMinor: null,
      missingMinor: 0,
      pending: null,
      exchange: null,
      trace: expect.objectContaining({ exact: "50", rounding: "floor" }) as unknown,
    });
  });

  it("takes back the 50 posted when the rate was raised after the order", () => {
    const rules = [oneToOne, rule(2, "2026-11-11T00:00:00.000Z", { creditsPerUnitMicros: 2_000_000 })];
    expect(target(snapshot(facts()), rules)).toBe(50);
    expect(target(snapshot(facts(), refund("1", { 1: 1 })), rules)).toBe(0);
  });

  it("keeps the 50 of an order when the rule is switched off after it", () => {
    const rules = [oneToOne, rule(2, "2026-11-11T00:00:00.000Z", { enabled: false })];
    expect(target(snapshot(facts()), rules)).toBe(50);
  });

  it("goes from 20 to 10 to 0 when two $10 items are refunded one after the other", () => {
    const order = facts({ lines: [line("1", 1, 1000), line("2", 1, 1000)] });
    expect(target(snapshot(order))).toBe(20);
    expect(target(snapshot(order, refund("1", { 2: 1 })))).toBe(10);
    expect(target(snapshot(order, refund("1", { 2: 1 }), refund("2", { 1: 1 })))).toBe(0);
  });

  it.each([
    ["floor", 49],
    ["half-up", 50],
    ["ceil", 50],
  ] as const)("rounds $49.95 by the rule's %s to %i", (rounding, expected) => {
    const order = snapshot(facts({ lines: [line("1", 1, 4995)] }));
    expect(target(order, [rule(1, "2026-11-01T00:00:00.000Z", { rounding })])).toBe(expected);
  });

  it("earns on the 40 that a $50 item costs after a $10 coupon", () => {
    const order = facts({ lines: [line("1", 1, 4000)] });
    expect(target(snapshot(order))).toBe(40);
    expect(target(snapshot(order, refund("1", { 1: 1 })))).toBe(0);
  });

  it("counts thirds of two lines exactly when they make a whole", () => {
    const order = facts({ lines: [line("1", 3, 1000), line("2", 3, 1000)] });
    const evaluation = evaluate(snapshot(order, refund("1", { 1: 2, 2: 1 })));
    expect(evaluation).toMatchObject({ baseMinor: 1000, targetMinor: 10 });
    expect(evaluation.lines.map(({ baseMinor }) => baseMinor)).toEqual([333, 667]);
  });

  it("counts units that an edit took off and units that were refunded once", () => {
    const order = facts({ lines: [line("1", 5, 10_000, { currentQuantity: 4 })] });
    expect(target(snapshot(order))).toBe(80);
    expect(target(snapshot(order, refund("1", { 1: 1 })))).toBe(80);
    expect(target(snapshot(order, refund("1", { 1: 1 }), refund("2", { 1: 1 })))).toBe(60);
  });

  it("never counts below nothing when more is refunded than was bought", () => {
    expect(evaluate(snapshot(facts(), refund("1", { 1: 3 })))).toMatchObject({
      targetMinor: 0,
      baseMinor: 0,
    });
  });

  it("counts in the decimals of the unit and of the currency", () => {
    const half = rule(1, "2026-11-01T00:00:00.000Z", { creditsPerUnitMicros: 500_000, currency: "JPY" });
    const order = snapshot(facts({ currency: "JPY", currencyScale: 0, lines: [line("1", 1, 333)] }));
    expect(evaluateBy(order, [half], { scale: 2 }).targetMinor).toBe(16_650);
  });
});

describe("why an order earns nothing", () => {
  const off = rule(1, "2026-11-01T00:00:00.000Z", { enabled: false });
  it.each([
    ["order_unknown", mergeAll([{ facts: null, refunds: [refund("1", { 1: 1 })] }]), [oneToOne]],
    ["no_customer", snapshot(facts({ customerId: null })), [oneToOne]],
    ["not_paid", snapshot(facts({ financialStatus: "pending" })), [oneToOne]],
    ["not_paid", snapshot(facts({ financialStatus: "authorized" })), [oneToOne]],
    ["not_paid", snapshot(facts({ financialStatus: "partially_paid" })), [oneToOne]],
    ["voided", snapshot(facts({ financialStatus: "voided" })), [oneToOne]],
    ["test_order", snapshot(facts({ test: true })), [oneToOne]],
    ["cancelled", snapshot(facts({ cancelledAt: "2026-11-11T00:00:00.000Z" })), [oneToOne]],
    ["no_rule", snapshot(facts()), []],
    ["rules_off", snapshot(facts()), [off]],
    ["other_currency", snapshot(facts({ currency: "EUR" })), [oneToOne]],
    ["nothing_left", snapshot(facts({ financialStatus: "refunded" }), refund("1", { 1: 1 })), [oneToOne]],
    ["nothing_counts", snapshot(facts({ lines: [line("1", 1, 0)] })), [oneToOne]],
    ["rounds_to_zero", snapshot(facts({ lines: [line("1", 1, 99)] })), [oneToOne]],
  ] as const)("says %s", (reason, order, rules) => {
    expect(evaluateBy(order, rules, PROGRAM)).toMatchObject({ reason, targetMinor: 0 });
  });

  it("still shows the rule and the lines", () => {
    const evaluation = evaluate(snapshot(facts({ financialStatus: "pending" })));
    expect(evaluation).toMatchObject({ ruleVersion: 1, baseMinor: 5000, lines: [{ baseMinor: 5000 }] });
  });
});

it("lets test orders earn like others where the rules say so, and takes back what is refunded of them", () => {
  const rules = [rule(1, "2026-11-01T00:00:00.000Z", {}, (document) => ({ ...document, testOrders: true }))];
  expect(evaluate(snapshot(facts({ test: true })), rules)).toMatchObject({
    reason: "earned",
    targetMinor: 50,
  });
  const refunded = snapshot(facts({ test: true, financialStatus: "refunded" }), refund("1", { 1: 1 }));
  expect(evaluate(refunded, rules)).toMatchObject({ reason: "nothing_left", targetMinor: 0 });
  expect(evaluate(snapshot(facts({ test: true, financialStatus: "pending" })), rules).reason).toBe(
    "not_paid",
  );
});

describe("which version of the rule judges", () => {
  const rules = [rule(2, "2026-11-20T00:00:00.000Z"), rule(1, "2026-11-10T10:00:00.000Z")];
  const versionAt = (placedAt: string) => evaluate(snapshot(facts({ placedAt })), rules).ruleVersion;

  it("is the one active when the order was placed, from its first instant", () => {
    expect(versionAt("2026-11-10T10:00:00.000Z")).toBe(1);
    expect(versionAt("2026-11-19T23:59:59.999Z")).toBe(1);
    expect(versionAt("2026-11-20T00:00:00.000Z")).toBe(2);
  });

  it("is the first one for an order from before there was any", () => {
    expect(versionAt("2019-01-01T00:00:00.000Z")).toBe(1);
  });
});
