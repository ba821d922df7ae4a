import { describe, expect, test } from "vitest";

import type { OrderFacts, OrderSnapshot } from "#core/earning";
import { judgeOrderStatus, planOrderSteps } from "#core/sync";
import type { OrderToPlan } from "#core/sync";
import { facts, line, refund, snapshot } from "../../earning/orders.ts";

const FROM = "2026-11-01T00:00:00.000Z";

function plan(known: OrderSnapshot, changes: Partial<OrderToPlan> = {}) {
  const order = { shopId: 3, orderId: "1001", memberId: 5, sentFrom: FROM, refundPayments: false };
  return planOrderSteps({ ...order, steps: [], snapshot: known, ...changes });
}

const namesOf = (steps: ReturnType<typeof plan>): string[] =>
  steps.map(({ stepKey }) => stepKey.replace("order/3/1001/", ""));

const unpaid = (changes: Partial<OrderFacts> = {}): OrderFacts =>
  facts({ financialStatus: "pending", paidMinor: 0, ...changes });

describe("the steps of an order", () => {
  test("make it, see to its totals, and record its money; each has a key of its own in one lane", () => {
    const steps = plan(snapshot(facts({ paidMinor: 5000 })));
    expect(namesOf(steps)).toEqual(["create", "totals", "paid/5000", "accept"]);
    expect(new Set(steps.map(({ document }) => document))).toEqual(new Set(["order/3/1001"]));
    expect(steps[0]).toMatchObject({ kind: "exigo.order", domain: "orders", memberId: 5, shopId: 3 });
  });

  test("leave the money out while there is none, and the acceptance while it is not paid in full", () => {
    expect(namesOf(plan(snapshot(unpaid())))).toEqual(["create", "totals"]);
    const partly = plan(snapshot(unpaid({ financialStatus: "partially_paid", paidMinor: 2000 })));
    expect(namesOf(partly)).toEqual(["create", "totals", "paid/2000"]);
  });

  test("cancel one that was cancelled, before its refunds are returned", () => {
    const cancelled = facts({ cancelledAt: "2026-11-12T00:00:00.000Z", paidMinor: 5000 });
    expect(namesOf(plan(snapshot(cancelled, refund("9", { "1": 1 }))))).toEqual([
      ...["create", "totals", "paid/5000", "cancel", "return/9", "return/9/totals"],
    ]);
  });

  test("return each refund, each once", () => {
    const steps = plan(snapshot(facts(), refund("9", { "1": 1 }), refund("10", {})));
    expect(namesOf(steps).slice(-4)).toEqual([
      "return/9",
      "return/9/totals",
      "return/10",
      "return/10/totals",
    ]);
    expect(steps.at(-1)).toMatchObject({ domain: "refunds", content: { refundId: "10" } });
  });

  test("write it anew after an edit, once for each set of lines", () => {
    const before = plan(snapshot(facts()));
    const edited = snapshot(facts({ lines: [line("1", 1, 5000), line("2", 1, 700)] }));
    const [edit, totals] = plan(edited, { steps: before }).slice(2);
    expect(edit).toMatchObject({ kind: "exigo.order_edit", fields: ["order"] });
    expect(totals?.kind).toBe("exigo.order_totals");
    const again = plan(edited, { steps: [...before, ...(edit ? [edit] : [])] });
    expect(again.map(({ kind }) => kind)).not.toContain("exigo.order_edit");
    expect(plan(snapshot(facts({ tags: ["new"] })), { steps: before })).toHaveLength(before.length);
  });

  test.each([
    ["a test order", facts({ test: true }), FROM],
    ["one placed before orders were switched on", facts(), "2026-11-11T00:00:00.000Z"],
    ["one of a program that sends none", facts(), null],
  ])("are none for %s", (_, told, sentFrom) => {
    expect(plan(snapshot(told), { sentFrom })).toEqual([]);
  });

  test("are none while only a refund is known", () => {
    expect(plan({ ...snapshot(facts()), facts: null })).toEqual([]);
  });
});

describe("the status of an order in Exigo", () => {
  const order = { shown: 1, paidStatus: 7, isCancelled: false, hasReturns: false, allIsReturned: false };
  const accept = { ...order, target: "accepted" as const };
  const cancel = { ...order, target: "canceled" as const, isCancelled: true };

  test("becomes accepted when it is paid, and is never turned back from what Exigo did since", () => {
    expect(judgeOrderStatus(accept)).toEqual({ action: "change", status: 7 });
    for (const shown of [7, 8, 9, 4]) {
      expect(judgeOrderStatus({ ...accept, shown })).toEqual({ action: "nothing" });
    }
    expect(judgeOrderStatus({ ...accept, isCancelled: true })).toEqual({ action: "nothing" });
  });

  test("becomes cancelled once, unless Exigo began to ship it or has returns: then they must cover all of it", () => {
    expect(judgeOrderStatus(cancel)).toEqual({ action: "change", status: 4 });
    expect(judgeOrderStatus({ ...cancel, shown: 7 })).toEqual({ action: "change", status: 4 });
    expect(judgeOrderStatus({ ...cancel, shown: 4 })).toEqual({ action: "has_it" });
    expect(judgeOrderStatus({ ...cancel, shown: 9 })).toMatchObject({ action: "person" });
    expect(judgeOrderStatus({ ...cancel, hasReturns: true })).toMatchObject({ action: "person" });
    expect(judgeOrderStatus({ ...cancel, hasReturns: true, allIsReturned: true })).toEqual({
      action: "nothing",
    });
  });
});
