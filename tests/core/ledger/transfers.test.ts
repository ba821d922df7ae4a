import type { Command, DebtPolicy } from "#core/ledger";
import { describe, expect, it } from "vitest";
import { adjust, adopt, runCommands } from "./commands.ts";
import { bucketsOf, day, lotsOf, open, runOverTime, tell } from "./timeline.ts";

const move = (amountMinor: number) => tell("transfer", "move", { toAccountId: 2, amountMinor });
const merge = tell("mergeAccounts", "move", { toAccountId: 2 });
const giveBack = (key = "back", reversesKey = "move") =>
  tell("returnTransfer", key, { toAccountId: 2, reversesKey });
const soon = open("soon", 10, { until: day(5) });
const never = open("never", 10);
const pending = open("pending", 40, { from: day(3), until: day(90) });
const atStart = (...commands: Command[]) => commands.map((command) => [0, command] as const);

describe("moving credits to another account", () => {
  it("takes soonest expiry first and keeps the dates", () => {
    const { ledger } = runOverTime(atStart(never, soon, move(12)));
    expect(lotsOf(ledger, 1)).toMatchObject([{ remainingMinor: 8, expiresAt: null }]);
    expect(lotsOf(ledger, 2)).toMatchObject([
      { remainingMinor: 10, expiresAt: day(5) },
      { remainingMinor: 2, expiresAt: null },
    ]);
  });

  it("repays what the target owes", () => {
    const { ledger } = runOverTime(atStart(never, adopt("exigo", -4, { accountId: 2 }), move(10)));
    expect(bucketsOf(ledger, 2)).toEqual([6, 0, 0]);
  });

  it.each([
    ["to itself", tell("transfer", "move", { toAccountId: 1, amountMinor: 1 }), "same_account"],
    ["to nobody", tell("transfer", "move", { toAccountId: 7, amountMinor: 1 }), "account_unknown"],
    ["of more than is there", move(21), "not_enough_credits"],
  ])("refuses a transfer %s", (_what, command, code) => {
    expect(runOverTime(atStart(never, soon, command)).last).toMatchObject({ refusal: { code } });
  });
});

describe("merging accounts", () => {
  it("moves what is available, pending and owed", () => {
    const { ledger } = runOverTime(
      atStart(adopt("exigo", -30), pending, open("b", 50, { accountId: 2 }), merge),
    );
    expect(bucketsOf(ledger, 1)).toEqual([0, 0, 0]);
    expect(bucketsOf(ledger, 2)).toEqual([20, 40, 0]);
  });

  it("leaves an account that has nothing alone", () => {
    expect(runOverTime(atStart(merge)).last).toMatchObject({ ok: true, outcome: "unchanged" });
  });

  it("refuses while a cart holds credits", () => {
    const hold = tell("placeHold", "hold", { amountMinor: 4, ttlMs: 1 });
    expect(runOverTime(atStart(never, hold, merge)).last).toEqual({
      ok: false,
      refusal: { code: "account_has_open_holds", accountId: 1, heldMinor: 4 },
    });
  });
});

describe("returning what was moved", () => {
  const policies: DebtPolicy[] = ["block", "floor", "negative"];
  const b = open("b", 50, { until: day(30), accountId: 2 });
  const owing = adopt("b", -14, { accountId: 2 });
  const cases: [string, Command[]][] = [
    ["a transfer", [never, soon, b, move(12)]],
    ["a merge", [never, soon, pending, b, merge]],
    ["a merge into an account that owes", [never, soon, pending, owing, merge]],
    ["a merge of an account that owes", [adopt("a", -30), pending, b, merge]],
    ["a merge of one that owes more than the other has", [adopt("a", -80), pending, b, merge]],
    ["a merge of two that owe", [adopt("a", -30), pending, owing, merge]],
  ];
  it.each(cases.flatMap(([what, commands]) => policies.map((policy) => [what, policy, commands] as const)))(
    "leaves both accounts as before %s under the policy %s",
    (_what, debtPolicy, commands) => {
      const before = runOverTime(atStart(...commands.slice(0, -1)), { debtPolicy }).ledger;
      const { ledger, last } = runOverTime([...atStart(...commands), [1, giveBack()]], { debtPolicy });
      expect(last).toMatchObject({ ok: true, outcome: "posted" });
      for (const accountId of [1, 2]) {
        expect(bucketsOf(ledger, accountId)).toEqual(bucketsOf(before, accountId));
        expect(lotsOf(ledger, accountId)).toEqual(lotsOf(before, accountId));
      }
    },
  );

  const spent = atStart(never, move(10), adjust("spend", -7, { accountId: 2 }), giveBack());
  it.each(["block", "floor"] as const)(
    "is refused when the target has spent it, under the policy %s",
    (debtPolicy) => {
      const { last, ledger } = runOverTime(spent, { debtPolicy });
      expect(last).toMatchObject({
        refusal: { code: "not_enough_credits", availableMinor: 3, requestedMinor: 10 },
      });
      expect(bucketsOf(ledger, 2)).toEqual([3, 0, 0]);
    },
  );

  it("leaves the target owing what it spent, under the policy negative", () => {
    const { ledger } = runOverTime(spent);
    expect([bucketsOf(ledger, 1), bucketsOf(ledger, 2)]).toEqual([
      [10, 0, 0],
      [-7, 0, 0],
    ]);
  });

  it("touches no other lot of the target when a debt that came along was repaid by credits that came along", () => {
    const came = atStart(adopt("a", -40), pending, merge);
    const { ledger, last } = runOverTime(
      [
        ...came,
        [3, tell("mature", "due", { accountId: 2, lot: { entrySeq: 1, line: 0 } })],
        [3, open("b", 5, { until: day(30), accountId: 2 })],
        [4, giveBack()],
      ],
      { debtPolicy: "block" },
    );
    expect(last).toMatchObject({ ok: true, amountMinor: 0 });
    expect(bucketsOf(ledger, 1)).toEqual([-40, 40, 0]);
    expect(lotsOf(ledger, 2)).toMatchObject([{ remainingMinor: 5, expiresAt: day(30) }]);
  });

  it("happens once, is not itself returned, and is for transfers and merges only", () => {
    const moved = atStart(never, move(4), giveBack());
    expect(runOverTime([...moved, [1, giveBack("again")]]).last).toMatchObject({
      refusal: { code: "already_reversed" },
    });
    expect(runOverTime([...moved, [1, giveBack("again", "back")]]).last).toMatchObject({
      refusal: { code: "entry_not_reversible" },
    });
    expect(runOverTime(atStart(never, giveBack("back", "never"))).last).toMatchObject({
      refusal: { code: "entry_not_reversible", kind: "open" },
    });
    expect(runOverTime(atStart(giveBack())).last).toMatchObject({ refusal: { code: "entry_unknown" } });
  });
});

it("takes a key for each end, so that neither can stand for anything else", () => {
  const { results } = runCommands([
    adjust("give/in", 100),
    tell("transfer", "give", { toAccountId: 2, amountMinor: 10 }),
    tell("transfer", "send", { toAccountId: 2, amountMinor: 10 }),
    adjust("send/in", 5),
  ]);
  expect(results).toMatchObject([
    { ok: true },
    { ok: false, refusal: { code: "key_used_with_other_content", key: "give" } },
    { ok: true },
    { ok: false, refusal: { code: "key_used_with_other_content", key: "send/in" } },
  ]);
});
