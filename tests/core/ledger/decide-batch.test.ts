import { expect, it } from "vitest";
import { adjust, adopt, earn, emptyAccount, emptyLedger, runCommands } from "./commands.ts";
import { day, open, tell } from "./timeline.ts";

const move = (amountMinor: number) => tell("transfer", "move", { toAccountId: 2, amountMinor });
const giveBack = tell("returnTransfer", "back", { toAccountId: 2, reversesKey: "move" });

it("knows of an order what it earned, its newest version and its entries", () => {
  const { state, decided } = runCommands([
    earn("order", 1, 500),
    earn("order", 2, 500),
    earn("order", 3, 200),
  ]);
  expect(state.subjects.get("order")).toEqual({ earnedMinor: 200, version: 3, entrySeqs: [1, 2] });
  expect(decided.map((each) => each.subjectEffectMinor)).toEqual([500, 0, -300]);
});

it("counts nothing as earned for an order by what concerns no order or an older version", () => {
  const { decided } = runCommands([earn("order", 2, 500), adjust("gift", 10), earn("order", 1, 50)]);
  expect(decided.map((each) => each.subjectEffectMinor)).toEqual([500, 0, 0]);
});

it("leaves every account as it is when it refuses", () => {
  const before = emptyLedger();
  const { accounts, decided } = runCommands([adjust("spend", -10), move(5)], before);
  expect(accounts).toEqual(before.accounts);
  expect(decided.map((each) => each.entries)).toEqual([[], []]);
});

it("undoes a transfer of the same batch that repaid a debt, where no account may come to owe", () => {
  const debt = adopt("debt", -4, { accountId: 2 });
  const { results, state, other } = runCommands([debt, adjust("gift", 10), move(10), giveBack], {
    debtPolicy: "block",
  });
  expect(results[3]).toMatchObject({ ok: true, outcome: "posted" });
  expect([state.availableMinor, other.availableMinor]).toEqual([10, -4]);
});

it("takes no entry of another account for the one with the same number of its own", () => {
  const { state } = runCommands([
    open("other", 30, { accountId: 2 }),
    tell("placeHold", "hold", { accountId: 2, amountMinor: 5, ttlMs: 1 }),
    tell("captureHold", "capture", { accountId: 2, holdKey: "hold", amountMinor: null }),
    open("soon", 10, { until: day(5) }),
    open("never", 10),
    move(12),
    giveBack,
  ]);
  expect(state.lots.map((lot) => [lot.expiresAt, lot.remainingMinor])).toEqual([
    [day(5), 10],
    [null, 10],
  ]);
});

it("leaves the key of the other end free when nothing was posted there", () => {
  const refused = runCommands([move(10), open("move/in", 5)]);
  expect(refused.results).toMatchObject([{ ok: false }, { ok: true }]);

  const dates = { availableFrom: day(-1), expiresAt: null };
  const due = {
    entrySeq: 1,
    line: 0,
    bucket: "pending",
    amountMinor: 40,
    remainingMinor: 40,
    ...dates,
  } as const;
  const owing = { ...emptyAccount(), availableMinor: -40, pendingMinor: 40, entryCount: 2, lots: [due] };
  const { results, entries } = runCommands(
    [
      tell("mergeAccounts", "move", { toAccountId: 2 }),
      tell("mature", "due", { accountId: 2, lot: { entrySeq: 1, line: 0 } }),
      giveBack,
      open("back/in", 5),
    ],
    { accounts: new Map([owing, emptyAccount(2)].map((account) => [account.accountId, account])) },
  );
  expect(entries.map((entry) => entry.key)).toEqual(["move", "move/in", "due", "back", "back/in"]);
  expect(results[3]).toMatchObject({ ok: true, availableMinor: -35 });
});
