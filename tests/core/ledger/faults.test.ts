import type { AccountState, Lot } from "#core/ledger";
import { expect, it } from "vitest";
import { draftEntry } from "../../../app/core/ledger/draft.ts";
import type { Change } from "../../../app/core/ledger/draft.ts";
import { adjust, emptyAccount, NOW, runCommands } from "./commands.ts";

const gift = adjust("gift", 10);
const lot = (entrySeq: number, amountMinor: number, remainingMinor = amountMinor): Lot => ({
  ...{ entrySeq, line: 0, bucket: "available", availableFrom: NOW, expiresAt: null },
  ...{ amountMinor, remainingMinor },
});

const broken: [string, Partial<AccountState>, string][] = [
  ["holds less than nothing", { heldMinor: -5 }, "account 1 holds -5"],
  [
    "has a lot with more in it than it was made with",
    { availableMinor: 20, lots: [lot(1, 10, 20)] },
    "account 1: its lots hold 30 and 0 pending",
  ],
  [
    "has a lot with less than nothing in it",
    { availableMinor: 10, lots: [lot(1, 10, -5), lot(2, 15)] },
    "account 1: its lots hold 20 and 0 pending",
  ],
  [
    "has less in its lots than is available",
    { availableMinor: 9, lots: [lot(1, 8)] },
    "account 1: its lots hold 18 and 0 pending",
  ],
  ["has less in its lots than is pending", { pendingMinor: 9 }, "account 1: its lots hold 10 and 0 pending"],
  [
    "has lots left out that hold more than is available and pending",
    { unreadMinor: { available: 3, pending: 4 } },
    "account 1: its lots hold 13 and 4 pending",
  ],
];

it.each(broken)("stops at an account that %s", (_what, state, message) => {
  const accounts = new Map([[1, { ...emptyAccount(), ...state }]]);
  expect(() => runCommands([gift], { accounts })).toThrow(
    expect.objectContaining({ code: "ledger_invariant", message }),
  );
});

it("counts what remains in lots that were left out", () => {
  const state = { availableMinor: 3, pendingMinor: 4, unreadMinor: { available: 3, pending: 4 } };
  const { last } = runCommands([gift], { accounts: new Map([[1, { ...emptyAccount(), ...state }]]) });
  expect(last).toMatchObject({ ok: true, availableMinor: 13 });
});

const changes: [string, Partial<Change>, string][] = [
  [
    "does not sum to zero",
    { buckets: { available: 10 }, purposes: { adjusted: -4 }, newLots: [lot(1, 10)] },
    'entry "gift" sums to 6',
  ],
  ["moves nothing", {}, 'entry "gift" sums to 0'],
];

it.each(changes)("stops at an entry that %s", (_what, change, message) => {
  const head = { command: gift, kind: gift.kind, key: gift.key, subject: null, bookedAt: NOW };
  const nothing = { buckets: {}, purposes: {}, lots: [], movements: [], newLots: [] };
  expect(() => draftEntry(emptyAccount(), head, { ...nothing, ...change })).toThrow(
    expect.objectContaining({ code: "ledger_invariant", message }),
  );
});
