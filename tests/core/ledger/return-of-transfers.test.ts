import { expect, it } from "vitest";
import { adjust, adopt, emptyAccount, runCommands } from "./commands.ts";
import { bucketsOf, day, lotsOf, open, runOverTime, tell } from "./timeline.ts";

const merge = tell("mergeAccounts", "move", { toAccountId: 2 });
const giveBack = tell("returnTransfer", "back", { toAccountId: 2, reversesKey: "move" });
const matured = tell("mature", "due", { accountId: 2, lot: { entrySeq: 1, line: 0 } });

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

it("cancels a debt that came along with the credits that came along and repaid it, and gives back the rest", () => {
  const { ledger } = runOverTime([
    [0, adopt("a", -40)],
    [0, open("pending", 60, { from: day(3), until: day(90) })],
    [0, merge],
    [3, matured],
    [3, open("b", 5, { until: day(30), accountId: 2 })],
    [4, giveBack],
  ]);
  expect(bucketsOf(ledger, 1)).toEqual([-40, 60, 0]);
  expect(lotsOf(ledger, 2)).toMatchObject([{ remainingMinor: 5, expiresAt: day(30) }]);
});

it("fills the target's lots again with what it gave for a debt, less what it spent of what came along", () => {
  const { ledger } = runOverTime([
    [0, open("b", 40, { until: day(30), accountId: 2 })],
    [0, adopt("a", -30)],
    [0, open("pending", 15, { from: day(3), until: day(20) })],
    [0, merge],
    [3, tell("mature", "due", { accountId: 2, lot: { entrySeq: 2, line: 0 } })],
    [3, adjust("spend", -25, { accountId: 2 })],
    [4, giveBack],
  ]);
  expect(bucketsOf(ledger, 1)).toEqual([-30, 15, 0]);
  expect(lotsOf(ledger, 2)).toMatchObject([{ entrySeq: 1, remainingMinor: 15, expiresAt: day(30) }]);
});

it("takes from the target's other lots what it spent of what came along beyond the debt", () => {
  const { ledger } = runOverTime([
    [0, open("b", 10, { until: day(30), accountId: 2 })],
    [0, adopt("a", -30)],
    [0, open("pending", 60, { from: day(3), until: day(90) })],
    [0, merge],
    [3, tell("mature", "due", { accountId: 2, lot: { entrySeq: 2, line: 0 } })],
    [3, adjust("spend", -25, { accountId: 2 })],
    [3, open("more", 100, { accountId: 2 })],
    [4, giveBack],
  ]);
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
