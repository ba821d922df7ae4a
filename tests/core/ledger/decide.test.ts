import type { AccountState, Command, DebtPolicy } from "#core/ledger";
import { describe, expect, it } from "vitest";
import { adjust, adopt, earn, reverse, runCommands } from "./commands.ts";

const run = (commands: readonly Command[], debtPolicy: DebtPolicy = "negative") =>
  runCommands(commands, { debtPolicy });

const remaining = (state: AccountState) => state.lots.map((lot) => lot.remainingMinor);

describe("earning towards a target", () => {
  it("posts the difference as one balanced entry with its lot", () => {
    const { state, entries } = run([earn("order-1", 1, 500)]);
    expect(entries[0]?.postings).toEqual([
      { book: "available", amountMinor: 500, balanceAfterMinor: 500 },
      { book: "issued", amountMinor: -500, balanceAfterMinor: null },
    ]);
    expect(state.lots).toMatchObject([{ entrySeq: 1, amountMinor: 500, remainingMinor: 500 }]);
  });

  it("makes no entry when the target is met already", () => {
    const { last, state } = run([earn("order-1", 1, 500), earn("order-1", 2, 500)]);
    expect(last).toMatchObject({ ok: true, outcome: "unchanged", entrySeq: null, amountMinor: 0 });
    expect(state.entryCount).toBe(1);
  });

  it("leaves a newer decision alone when an older version arrives late", () => {
    const { last, state } = run([earn("order-1", 3, 200), earn("order-1", 2, 500)]);
    expect(last).toMatchObject({ ok: true, outcome: "superseded" });
    expect(state.availableMinor).toBe(200);
  });

  it("remembers the version of a decision that needed no entry", () => {
    const { state } = run([earn("order-1", 1, 500), earn("order-1", 3, 500), earn("order-1", 2, 100)]);
    expect(state.availableMinor).toBe(500);
  });

  it("takes back from the order's own lot before any other", () => {
    const { state } = run([earn("order-1", 1, 500), earn("order-2", 1, 300), earn("order-2", 2, 0)]);
    expect(remaining(state)).toEqual([500, 0]);
  });
});

describe("taking back what has been spent", () => {
  const spent = [earn("order-1", 1, 100), adjust("spend", -80), earn("order-1", 2, 0)];

  it("lets the account owe under the policy negative, and the next credits repay first", () => {
    const { state, last } = run(spent, "negative");
    expect(state.availableMinor).toBe(-80);
    expect(last).toMatchObject({ amountMinor: -100, shortfallMinor: 0 });
    const repaid = run([...spent, earn("order-2", 1, 100)], "negative");
    expect(repaid.state.availableMinor).toBe(20);
    expect(remaining(repaid.state)).toEqual([0, 20]);
  });

  it.each(["block", "floor"] as const)(
    "stops at zero under the policy %s and tells the shortfall",
    (policy) => {
      const { state, last } = run(spent, policy);
      expect(state.availableMinor).toBe(0);
      expect(last).toMatchObject({ ok: true, amountMinor: -20, shortfallMinor: 80 });
    },
  );

  it("does not take the shortfall from later credits", () => {
    const { state } = run([...spent, earn("order-2", 1, 100), earn("order-1", 3, 0)], "floor");
    expect(state.availableMinor).toBe(100);
  });
});

describe("adjusting by hand", () => {
  it("refuses to take more than is available and says both numbers", () => {
    const { last, state } = run([adjust("a", 50), adjust("b", -60)]);
    expect(last).toEqual({
      ok: false,
      refusal: { code: "not_enough_credits", availableMinor: 50, requestedMinor: 60 },
    });
    expect(state.entryCount).toBe(1);
  });

  it("refuses zero", () => {
    expect(run([adjust("a", 0)]).last).toEqual({ ok: false, refusal: { code: "amount_is_zero" } });
  });

  it("takes the soonest-expiring lot first", () => {
    const { state } = run([
      adjust("never", 10),
      adjust("late", 10, { expiresAt: "2027-06-01T00:00:00.000Z" }),
      adjust("soon", 10, { expiresAt: "2027-01-01T00:00:00.000Z" }),
      adjust("spend", -15),
    ]);
    expect(remaining(state)).toEqual([10, 5, 0]);
  });
});

describe("adopting what Exigo did by itself", () => {
  it("forgives no more than is owed, and says both numbers", () => {
    const forgive = (key: string, amountMinor: number | null) =>
      ({ ...adjust(key, 0), kind: "writeOffDebt", amountMinor }) as const;
    const owing = adopt("exigo", -30);

    expect(run([owing, forgive("a", 31)]).last).toEqual({
      ok: false,
      refusal: { code: "more_than_owed", owedMinor: 30, requestedMinor: 31 },
    });
    expect(run([owing, forgive("a", 30)]).state.availableMinor).toBe(0);
    expect(run([owing, forgive("a", null), forgive("b", 1)]).last).toEqual({
      ok: false,
      refusal: { code: "no_debt", availableMinor: 0 },
    });
  });

  it("books a movement against the purpose exigo", () => {
    const { entries } = run([adopt("x", 40)]);
    expect(entries[0]?.postings[1]).toMatchObject({ book: "exigo", amountMinor: -40 });
  });

  it("books a fact even when it leaves the account owing", () => {
    expect(run([adopt("x", -40)], "floor").state.availableMinor).toBe(-40);
  });
});

describe("reversing", () => {
  it("gives a spend back to the same lots with the same dates", () => {
    const { state } = run([
      adjust("soon", 10, { expiresAt: "2027-01-01T00:00:00.000Z" }),
      adjust("never", 10),
      adjust("spend", -15),
      reverse("undo", "spend"),
    ]);
    expect(remaining(state)).toEqual([10, 10]);
    expect(state.lots).toHaveLength(2);
  });

  it("reverses once", () => {
    const { last } = run([adjust("a", 10), reverse("undo", "a"), reverse("again", "a")]);
    expect(last).toEqual({ ok: false, refusal: { code: "already_reversed" } });
  });

  it("refuses an entry it does not know and an order's entry", () => {
    expect(run([reverse("undo", "nothing")]).last).toEqual({
      ok: false,
      refusal: { code: "entry_unknown", key: "nothing" },
    });
    expect(run([earn("order-1", 1, 5), reverse("undo", "order-1/earn/1/5")]).last).toEqual({
      ok: false,
      refusal: { code: "entry_has_subject", subject: "order-1" },
    });
  });

  it("gives what a debt swallowed since no lot, and the rest its lots again", () => {
    const { state } = run([
      adjust("a", 100),
      adjust("spend", -100),
      adopt("x", -30),
      reverse("undo", "spend"),
    ]);
    expect(state.availableMinor).toBe(70);
    expect(remaining(state)).toEqual([70]);
  });
});
