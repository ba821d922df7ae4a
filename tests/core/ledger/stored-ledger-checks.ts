import type { Command, EntryDraft, Lot, PostResult } from "#core/ledger";
import assert from "node:assert/strict";
import { availableOf, heldOf, pendingOf } from "./reference-account.ts";
import type { ReferenceModel } from "./reference-model.ts";
import type { StoredLedger } from "./stored-ledger.ts";

type Balances = Record<string, number>;

const SPENDING: readonly EntryDraft["kind"][] = ["placeHold", "transferOut", "adjust"];

/** All rows by reference; rows are values, so equal references mean that nothing was written. */
export function rowsOf({ accounts, lots, holds, entries }: StoredLedger): readonly unknown[] {
  return [
    accounts.values(),
    [...lots.values()].flatMap((each) => [...each.values()]),
    holds.values(),
    entries,
  ].flatMap((rows) => [...rows]);
}

/** Balances worked out again from the first `count` entries: per account and bucket, and per purpose. */
export function foldOf(entries: readonly EntryDraft[], count = entries.length): Balances {
  const balances: Balances = {};
  for (const { accountId, postings } of entries.slice(0, count)) {
    for (const { book, amountMinor, balanceAfterMinor } of postings) {
      const name = balanceAfterMinor === null ? book : `${accountId}/${book}`;
      balances[name] = (balances[name] ?? 0) + amountMinor;
      if (balanceAfterMinor !== null)
        assert.equal(balances[name], balanceAfterMinor, `balance after ${name}`);
    }
  }
  return withoutZeros(balances);
}

/** The balances that the account rows and the model keep. */
export function balancesOf(ledger: StoredLedger): Balances {
  const rows = [...ledger.accounts.values()].flatMap((row) => [
    [`${row.accountId}/available`, row.availableMinor] as const,
    [`${row.accountId}/pending`, row.pendingMinor] as const,
    [`${row.accountId}/held`, row.heldMinor] as const,
  ]);
  return withoutZeros(Object.fromEntries(rows));
}

/** Throws when the rows contradict the journal, each other or the rules of the ledger. */
export function assertLedgerHolds(ledger: StoredLedger, newEntries: readonly EntryDraft[]): void {
  for (const { postings } of newEntries) {
    assert.equal(sumOf(postings.map((posting) => posting.amountMinor)), 0, "postings sum to 0");
  }
  const fold = foldOf(ledger.entries);
  const ofMembers = Object.entries(fold).filter(([name]) => name.includes("/"));
  assert.deepEqual(Object.fromEntries(ofMembers), balancesOf(ledger));
  assert.equal(fold["transferred"] ?? 0, 0, "what one account sends another receives");
  const inLots = foldLots(ledger.entries);
  for (const account of ledger.accounts.values()) {
    const lots = [...(ledger.lots.get(account.accountId)?.values() ?? [])];
    const remaining = (bucket: Lot["bucket"]) =>
      sumOf(lots.filter((lot) => lot.bucket === bucket).map((lot) => lot.remainingMinor));
    assert.equal(remaining("available"), Math.max(account.availableMinor, 0), "lots hold what is available");
    assert.equal(remaining("pending"), account.pendingMinor, "lots hold what is pending");
    const open = [...ledger.holds.values()].filter(
      ({ accountId, hold }) => accountId === account.accountId && hold.state === "open",
    );
    assert.equal(
      sumOf(open.map(({ hold }) => hold.amountMinor)),
      account.heldMinor,
      "open holds hold what is held",
    );
    for (const lot of lots) {
      const moved = inLots.get(`${account.accountId}/${lot.entrySeq}/${lot.line}`);
      assert.equal(lot.remainingMinor, moved, "what moved in a lot leads to what remains");
      assert.ok(
        lot.remainingMinor >= 0 && lot.remainingMinor <= lot.amountMinor,
        "a lot holds 0 to its amount",
      );
    }
  }
}

/** What remains in each lot, worked out again from what entries made it with and moved in it. */
function foldLots(entries: readonly EntryDraft[]): Map<string, number> {
  const remaining = new Map<string, number>();
  const move = (accountId: number, lot: { entrySeq: number; line: number }, minor: number) => {
    const name = `${accountId}/${lot.entrySeq}/${lot.line}`;
    remaining.set(name, (remaining.get(name) ?? 0) + minor);
  };
  for (const { accountId, newLots, lotMovements } of entries) {
    for (const lot of newLots) move(accountId, lot, lot.remainingMinor);
    for (const { lot, amountMinor } of lotMovements) move(accountId, lot, amountMinor);
  }
  return remaining;
}

/** Throws when a command that spends took from a lot whose time was over. */
export function assertNoExpiredLotSpent(
  ledger: StoredLedger,
  newEntries: readonly EntryDraft[],
  command: Command,
): void {
  if (command.kind === "mergeAccounts") return;
  for (const entry of newEntries.filter(
    ({ kind }) => SPENDING.includes(kind) && command.kind !== "returnTransfer",
  )) {
    for (const { lot } of entry.lotMovements) {
      const expiresAt = ledger.lots.get(entry.accountId)?.get(`${lot.entrySeq}/${lot.line}`)?.expiresAt;
      assert.ok(!expiresAt || expiresAt > entry.bookedAt, "no expired lot is spent");
    }
  }
}

/** Throws when the core's answer, balances, lots or program accounts are other than the model's. */
export function assertSameAs(
  model: ReferenceModel,
  ledger: StoredLedger,
  got: PostResult,
  wanted: PostResult,
): void {
  assert.deepEqual(got, wanted, "the answer is the model's");
  for (const account of model.accounts.values()) {
    const row = ledger.accounts.get(account.id);
    const lots = [...(ledger.lots.get(account.id)?.values() ?? [])].filter((lot) => lot.remainingMinor > 0);
    assert.deepEqual(
      [row?.availableMinor, row?.pendingMinor, row?.heldMinor, row?.entryCount],
      [availableOf(account), pendingOf(account), heldOf(account), account.entries],
    );
    assert.deepEqual(
      lots
        .map((lot) =>
          lotText(
            lot,
            lot.bucket === "pending" ? lot.availableFrom : null,
            lot.remainingMinor,
            lot.expiresAt,
          ),
        )
        .sort(),
      account.lots
        .filter((lot) => lot.left > 0)
        .map((lot) => lotText(lot, lot.pending ? lot.from : null, lot.left, lot.until))
        .sort(),
    );
  }
  const fold = Object.entries(foldOf(ledger.entries)).filter(([name]) => !name.includes("/"));
  assert.deepEqual(Object.fromEntries(fold), withoutZeros(Object.fromEntries(model.purposes)));
}

function lotText(
  { entrySeq, line }: { entrySeq: number; line: number },
  pendingUntil: string | null,
  minor: number,
  until: string | null,
): string {
  return `${entrySeq}/${line}: ${minor}, ${pendingUntil ? `pending until ${pendingUntil}` : "available"}, until ${until}`;
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);
const withoutZeros = (balances: Balances): Balances =>
  Object.fromEntries(Object.entries(balances).filter(([, minor]) => minor !== 0));
