import { NO_HASH } from "#core/ledger";
import type { AccountState, BatchDecision, BatchState, EntryDraft } from "#core/ledger";
import type { ChainHeads } from "./chain.server.ts";
import type { LockedState } from "./read-state.server.ts";
import { movementWrites } from "./movement-rows.server.ts";
import { isEmptied, spentRunOf, spentRunWrites } from "./spent-runs.server.ts";
import type { SpentRun } from "./spent-runs.server.ts";
import { datetime, HexBytes, insertRows } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

const LOT_COLUMNS = [
  "program_id",
  "account_id",
  "entry_seq",
  "line",
  "bucket",
  "amount",
  "remaining",
  "available_from",
  "expires_at",
];
const HOLD_COLUMNS = [
  "program_id",
  "account_id",
  "entry_seq",
  "hold_key",
  "amount",
  "expires_at",
  "state",
  "ended_seq",
];
const ACCOUNT_COLUMNS = [
  "program_id",
  "id",
  "member_id",
  "available",
  "pending",
  "held",
  "entry_count",
  "head_hash",
  "key_count",
  "key_hash",
  "updated_at",
];

/** Every lot that is new or other than before, what moved in which, and the runs of those that an entry emptied. */
export function lotWrites(
  programId: number,
  before: BatchState,
  decision: BatchDecision,
  entries: readonly EntryDraft[],
): (Statement | null)[] {
  const changed = changedAccounts(before, decision);
  const runs = new Map(changed.map(([old, state]) => [old, soleRunOf(old, state, entries)]));
  const lotRows = changed.flatMap(([old, state]) => {
    // Lots are values and keep their places: one that did not change is the same object, and new ones come last.
    const hasRun = runs.get(old) !== null;
    return state.lots
      .filter((lot, at) => lot !== old.lots[at] && !(hasRun && isEmptied(old.lots[at], lot)))
      .map((lot) => [
        programId,
        state.accountId,
        lot.entrySeq,
        lot.line,
        lot.bucket,
        lot.amountMinor,
        lot.remainingMinor,
        datetime(lot.availableFrom),
        lot.expiresAt === null ? null : datetime(lot.expiresAt),
      ]);
  });
  return [
    replaceOnDuplicate(insertRows("lot", LOT_COLUMNS, lotRows), ["bucket", "remaining"]),
    movementWrites(programId, entries),
    spentRunWrites(
      programId,
      [...runs.values()].filter((run) => run !== null),
    ),
  ];
}

/** The run of an account's one entry of the batch; with another entry between, its lots' rows say nothing of before. */
function soleRunOf(old: AccountState, state: AccountState, entries: readonly EntryDraft[]): SpentRun | null {
  if (state.entryCount !== old.entryCount + 1) return null;
  const entry = entries.find((each) => each.accountId === old.accountId);
  return entry ? spentRunOf(old, state, entry) : null;
}

/** Holds that were placed or ended. */
export function holdWrites(
  programId: number,
  before: BatchState,
  decision: BatchDecision,
): (Statement | null)[] {
  const rows = changedAccounts(before, decision).flatMap(([old, state]) =>
    [...state.holds.values()]
      .filter((hold) => old.holds.get(hold.key) !== hold)
      .map((hold) => [
        programId,
        state.accountId,
        hold.entrySeq,
        hold.key,
        hold.amountMinor,
        datetime(hold.expiresAt),
        hold.state,
        hold.endedSeq,
      ]),
  );
  return [replaceOnDuplicate(insertRows("hold", HOLD_COLUMNS, rows), ["state", "ended_seq"])];
}

/** One net change per account with a new key; its time is that of its newest entry, so a refusal leaves it. */
export function accountWrites(
  programId: number,
  locked: Pick<LockedState, "batch" | "heads" | "updatedAt">,
  decision: BatchDecision,
  heads: ReadonlyMap<number, ChainHeads>,
): (Statement | null)[] {
  const { batch, updatedAt } = locked;
  const rows = [...decision.accounts.values()].flatMap((state) => {
    const head = heads.get(state.accountId);
    if (!head || head.keyCount === locked.heads.get(state.accountId)?.keyCount) return [];
    const hasEntries = state.entryCount !== batch.accounts.get(state.accountId)?.entryCount;
    return [
      [
        programId,
        state.accountId,
        0,
        state.availableMinor,
        state.pendingMinor,
        state.heldMinor,
        state.entryCount,
        new HexBytes(state.entryCount === 0 ? NO_HASH : head.entry),
        head.keyCount,
        new HexBytes(head.key),
        hasEntries ? datetime(batch.now) : updatedAt.get(state.accountId),
      ],
    ];
  });
  // The rows exist and are locked; an insert that meets them is the one form of a many-row update that both
  // MySQL and MariaDB know.
  return [replaceOnDuplicate(insertRows("account", ACCOUNT_COLUMNS, rows), ACCOUNT_COLUMNS.slice(3))];
}

/** Accounts with new entries, as they were and as they are. */
function changedAccounts(before: BatchState, decision: BatchDecision): [AccountState, AccountState][] {
  return [...decision.accounts.values()].flatMap((state): [AccountState, AccountState][] => {
    const old = before.accounts.get(state.accountId);
    return old && old.entryCount !== state.entryCount ? [[old, state]] : [];
  });
}

function replaceOnDuplicate(insert: Statement | null, columns: readonly string[]): Statement | null {
  if (!insert) return null;
  const changes = columns.map((column) => `${column} = VALUES(${column})`).join(", ");
  return { sql: `${insert.sql} ON DUPLICATE KEY UPDATE ${changes}`, values: insert.values };
}
