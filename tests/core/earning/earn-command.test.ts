import { describe, expect, it } from "vitest";

import { earnCommand } from "#core/earning";

import { evaluateBy, facts, PROGRAM, refund, rule, snapshot } from "./orders.ts";

const rules = [rule(1, "2026-11-01T00:00:00.000Z", { expiresAfterDays: 30 })];
const TERMS = { expiresAfterDays: 30 };
const commandOf = (known: ReturnType<typeof snapshot>, revision: number) =>
  earnCommand(
    { shopId: 3, orderId: "1001", known: { snapshot: known, revision } },
    9,
    evaluateBy(known, rules, PROGRAM),
    TERMS,
  );

describe("earnCommand", () => {
  it("brings the account to the order's target, with the rule version as its cause", () => {
    expect(commandOf(snapshot(facts()), 2)).toMatchObject({
      kind: "earn",
      key: "shop/3/order/1001/account/9/earn/2/50",
      accountId: 9,
      subject: "shop/3/order/1001",
      subjectVersion: 2,
      targetMinor: 50,
      effectiveAt: "2026-11-10T10:00:05.000Z",
      expiresAt: "2026-12-10T10:00:05.000Z",
      cause: { kind: "rule", ref: "1" },
      reasonCode: "earned",
      trace: { baseMinor: 5000 },
    });
  });

  it("takes effect when the newest thing known happened", () => {
    expect(commandOf(snapshot(facts(), refund("5", { 1: 1 })), 3).effectiveAt).toBe(
      "2026-11-12T10:00:00.000Z",
    );
  });

  it("is the same command again for the same knowledge", () => {
    expect(commandOf(snapshot(facts()), 2)).toEqual(commandOf(snapshot(facts()), 2));
  });

  it("names the system when there is no rule", () => {
    const evaluation = evaluateBy(snapshot(facts()), [], PROGRAM);
    const order = { shopId: 3, orderId: "1001", known: { snapshot: snapshot(facts()), revision: 1 } };
    expect(earnCommand(order, 9, evaluation, { expiresAfterDays: null })).toMatchObject({
      cause: { kind: "system" },
      expiresAt: null,
    });
  });
});
