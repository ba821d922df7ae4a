import { expect, it } from "vitest";
import { adjust, adopt, emptyAccount, runCommands } from "./commands.ts";
import { bucketsOf, day, lotsOf, open, runOverTime, tell } from "./timeline.ts";

const merge = tell("mergeAccounts", "move", { toAccountId: 2 });
const giveBack = tell("returnTransfer", "back", { toAccountId: 2, reversesKey: "move" });

it.each([
  ["the source", { accountId: 3, toAccountId: 2, reversesKey: "move" }],
  ["the target", { accountId: 1, toAccountId: 3, reversesKey: "move" }],
  ["the way, as it was a return already", { accountId: 2, toAccountId: 1, reversesKey: "back/in" }],
])("refuses a return that mistakes %s", (_what, own) => {
  const accounts = new Map([1, 2, 3].map((id) => [id, emptyAccount(id)]));
  const moved = [adjust("gift", 10), tell("transfer", "move", { toAccountId: 2, amountMinor: 10 }), giveBack];
  const steps = own.reversesKey === "move" ? moved.slice(0, 2) : moved;
  const { last } = runCommands([...steps, tell("returnTransfer", "again", own)], { accounts });
  expect(last).toEqual({ ok: false, refusal: { code: "entry_of_other_account", key: own.reversesKey } });
});

/** Account 2 opens with a lot, if any; account 1 merges its debt and pending credits into it, which become available. */
const cameAlong = (lotMinor: number, debtMinor: number, pendingMinor: number) => {
  const opened = lotMinor === 0 ? [] : [[0, open("b", lotMinor, { until: day(30), accountId: 2 })] as const];
  const lot = { entrySeq: opened.length + 1, line: 0 };
  return [
    ...opened,
    [0, adopt("a", -debtMinor)] as const,
    [0, open("pending", pendingMinor, { from: day(3), until: day(20) })] as const,
    [0, merge] as const,
    [3, tell("mature", "due", { accountId: 2, lot })] as const,
  ];
};

it("cancels a debt that came along with the credits that came along and repaid it, and gives back the rest", () => {
  const more = open("more", 5, { until: day(30), accountId: 2 });
  const { ledger } = runOverTime([...cameAlong(0, 40, 60), [3, more], [4, giveBack]]);
  expect(bucketsOf(ledger, 1)).toEqual([-40, 60, 0]);
  expect(lotsOf(ledger, 2)).toMatchObject([{ remainingMinor: 5, expiresAt: day(30) }]);
});

it("fills the target's lots again with what it gave for a debt, less what it spent of what came along", () => {
  const spend = adjust("spend", -25, { accountId: 2 });
  const { ledger } = runOverTime([...cameAlong(40, 30, 15), [3, spend], [4, giveBack]]);
  expect(bucketsOf(ledger, 1)).toEqual([-30, 15, 0]);
  expect(lotsOf(ledger, 2)).toMatchObject([{ entrySeq: 1, remainingMinor: 15, expiresAt: day(30) }]);
});

it("takes from the target's other lots what it spent of what came along beyond the debt", () => {
  const spend = adjust("spend", -25, { accountId: 2 });
  const more = open("more", 100, { accountId: 2 });
  const { ledger } = runOverTime([...cameAlong(10, 30, 60), [3, spend], [3, more], [4, giveBack]]);
  expect(bucketsOf(ledger, 1)).toEqual([-30, 60, 0]);
  expect(lotsOf(ledger, 2)).toMatchObject([
    { remainingMinor: 10, expiresAt: day(30) },
    { remainingMinor: 75, expiresAt: null },
  ]);
});

it("makes what later credits of the target repaid of the debt a lot of the day of the return", () => {
  const { ledger } = runOverTime([
    [0, adopt("a", -30)],
    [0, merge],
    [3, open("b", 50, { until: day(30), accountId: 2 })],
    [4, giveBack],
  ]);
  expect([...(ledger.lots.get(2)?.values() ?? [])]).toMatchObject([
    { remainingMinor: 20, expiresAt: day(30) },
    { remainingMinor: 30, availableFrom: day(4), expiresAt: null },
  ]);
});
