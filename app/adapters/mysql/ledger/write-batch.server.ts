import { createHash } from "node:crypto";
import { entryContent } from "#core/ledger";
import type {
  AccountState,
  BatchDecision,
  BatchState,
  DecidedKey,
  EntryDraft,
  LotMovement,
} from "#core/ledger";
import { intentsFor } from "#core/sync";
import type { PoolConnection } from "mariadb";
import { z } from "zod";
import type { LockedState } from "./read-state.server.ts";
import { insertRows, sendTogether } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

const inserted = z.object({ insertId: z.number() });

/** Writes what was decided and commits, in one round trip. Returns the ids of the intents made. */
export async function writeAndCommit(
  connection: PoolConnection,
  programId: number,
  locked: LockedState,
  decision: BatchDecision,
): Promise<number[]> {
  const entries = decision.decided.flatMap(({ entry }) => (entry ? [entry] : []));
  const chained = chainEntries(programId, locked.heads, entries);
  const intents = intentRows(programId, locked, entries);
  const writes = [
    // First, so that its answer tells the ids: they are consecutive within one statement.
    insertRows("intent", INTENT_COLUMNS, intents),
    insertRows("ledger_key", KEY_COLUMNS, keyRows(programId, locked.batch, decision.decided)),
    insertRows("entry", ENTRY_COLUMNS, entryRows(programId, decision.decided, chained)),
    insertRows("posting", POSTING_COLUMNS, postingRows(programId, entries)),
    insertRows("entry_note", NOTE_COLUMNS, noteRows(programId, decision.decided)),
    ...lotWrites(programId, locked.batch, decision, entries),
    updateAccounts(programId, locked.batch, decision, chained),
    { sql: "COMMIT", values: [] },
  ].filter((write): write is Statement => write !== null);
  const [first] = await sendTogether(connection, writes);
  if (intents.length === 0) return [];
  const { insertId } = inserted.parse(first);
  return intents.map((_, index) => insertId + index);
}

const INTENT_COLUMNS = [
  "program_id",
  "kind",
  "account_id",
  "entry_seq",
  "shop_id",
  "amount",
  "state",
  "due_at",
  "attempts",
  "created_at",
];
const KEY_COLUMNS = [
  "program_id",
  "business_key",
  "content_hash",
  "account_id",
  "entry_seq",
  "subject",
  "subject_version",
  "subject_effect",
  "reverses_key",
  "result",
  "decided_at",
];
const ENTRY_COLUMNS = [
  "program_id",
  "account_id",
  "seq",
  "kind",
  "business_key",
  "subject",
  "effective_at",
  "booked_at",
  "cause_kind",
  "cause_ref",
  "reason_code",
  "trace",
  "prev_hash",
  "hash",
];
const POSTING_COLUMNS = ["program_id", "account_id", "seq", "line", "book", "amount", "balance_after"];
const NOTE_COLUMNS = ["program_id", "account_id", "seq", "note"];
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
const LOT_MOVEMENT_COLUMNS = ["program_id", "account_id", "entry_seq", "lot_seq", "lot_line", "amount"];
const ACCOUNT_COLUMNS = [
  "program_id",
  "id",
  "member_id",
  "available",
  "pending",
  "held",
  "entry_count",
  "head_hash",
  "updated_at",
];

interface Chain {
  /** Previous and own hash by account and sequence. */
  readonly links: ReadonlyMap<string, { previous: Buffer; own: Buffer }>;
  readonly heads: ReadonlyMap<number, Buffer>;
}

/** Each entry's hash covers its content and the hash before it in its account. */
function chainEntries(programId: number, heads: ReadonlyMap<number, Buffer>, entries: EntryDraft[]): Chain {
  const current = new Map(heads);
  const links = new Map<string, { previous: Buffer; own: Buffer }>();
  for (const entry of entries) {
    const previous = current.get(entry.accountId) ?? Buffer.alloc(32);
    const own = createHash("sha256").update(previous).update(entryContent(programId, entry)).digest();
    links.set(linkOf(entry), { previous, own });
    current.set(entry.accountId, own);
  }
  return { links, heads: current };
}

function linkOf(entry: EntryDraft): string {
  return `${entry.accountId}/${entry.seq}`;
}

function intentRows(programId: number, locked: LockedState, entries: EntryDraft[]): unknown[][] {
  const now = toDate(locked.batch.now);
  return entries.flatMap((entry) => {
    const deltas = new Map(entry.postings.map((posting) => [posting.book, posting.amountMinor]));
    const effect = {
      seq: entry.seq,
      adoptsExigoMovement: entry.kind === "adoptExigoMovement",
      availableDeltaMinor: deltas.get("available") ?? 0,
      heldDeltaMinor: deltas.get("held") ?? 0,
    };
    const shopIds = locked.shopIds.get(entry.accountId) ?? [];
    return intentsFor(effect, { exigoConnected: locked.exigoConnected, shopIds }).map((intent) => [
      programId,
      intent.kind,
      entry.accountId,
      intent.entrySeq,
      intent.shopId,
      intent.amountMinor,
      "due",
      now,
      0,
      now,
    ]);
  });
}

function keyRows(programId: number, batch: BatchState, decided: readonly DecidedKey[]): unknown[][] {
  return decided.map(({ command, contentDigest, result, entry, subjectEffectMinor }) => [
    programId,
    command.key,
    Buffer.from(contentDigest, "hex"),
    command.accountId,
    entry?.seq ?? null,
    command.kind === "earn" ? command.subject : null,
    command.kind === "earn" ? command.subjectVersion : null,
    subjectEffectMinor,
    command.kind === "reverse" && result.ok ? command.reversesKey : null,
    JSON.stringify(result),
    toDate(batch.now),
  ]);
}

function entryRows(programId: number, decided: readonly DecidedKey[], chain: Chain): unknown[][] {
  return decided.flatMap(({ command, entry }) => {
    if (!entry) return [];
    const link = chain.links.get(linkOf(entry));
    return [
      [
        programId,
        entry.accountId,
        entry.seq,
        entry.kind,
        entry.key,
        entry.subject,
        toDate(entry.effectiveAt),
        toDate(entry.bookedAt),
        entry.cause.kind,
        entry.cause.ref,
        entry.reasonCode,
        command.trace === undefined ? null : JSON.stringify(command.trace),
        link?.previous,
        link?.own,
      ],
    ];
  });
}

function postingRows(programId: number, entries: EntryDraft[]): unknown[][] {
  return entries.flatMap((entry) =>
    entry.postings.map((posting, line) => [
      programId,
      entry.accountId,
      entry.seq,
      line,
      posting.book,
      posting.amountMinor,
      posting.balanceAfterMinor,
    ]),
  );
}

function noteRows(programId: number, decided: readonly DecidedKey[]): unknown[][] {
  return decided.flatMap(({ command, entry }) =>
    entry && command.note ? [[programId, entry.accountId, entry.seq, command.note]] : [],
  );
}

/** New lots with what the batch left of them, one statement for all older lots that moved, and the movements. */
function lotWrites(
  programId: number,
  before: BatchState,
  decision: BatchDecision,
  entries: EntryDraft[],
): (Statement | null)[] {
  const isNew = (state: AccountState, seq: number) =>
    seq > (before.accounts.get(state.accountId)?.entryCount ?? 0);
  const moved = new Set(
    entries.flatMap((entry) => entry.lotMovements.map((movement) => lotKey(entry, movement))),
  );
  const rows = [...decision.accounts.values()].flatMap((state) =>
    state.lots
      .filter(
        (lot) => isNew(state, lot.entrySeq) || moved.has(`${state.accountId}/${lot.entrySeq}/${lot.line}`),
      )
      .map((lot) => [
        programId,
        state.accountId,
        lot.entrySeq,
        lot.line,
        lot.bucket,
        lot.amountMinor,
        lot.remainingMinor,
        toDate(lot.availableFrom),
        lot.expiresAt === null ? null : toDate(lot.expiresAt),
      ]),
  );
  const movements = entries.flatMap((entry) =>
    entry.lotMovements.map(({ lot, amountMinor }) => [
      programId,
      entry.accountId,
      entry.seq,
      lot.entrySeq,
      lot.line,
      amountMinor,
    ]),
  );
  return [
    replaceOnDuplicate(insertRows("lot", LOT_COLUMNS, rows), ["remaining"]),
    insertRows("lot_movement", LOT_MOVEMENT_COLUMNS, movements),
  ];
}

function lotKey(entry: EntryDraft, movement: LotMovement): string {
  return `${entry.accountId}/${movement.lot.entrySeq}/${movement.lot.line}`;
}

function updateAccounts(
  programId: number,
  before: BatchState,
  decision: BatchDecision,
  chain: Chain,
): Statement | null {
  const rows = [...decision.accounts.values()]
    .filter((state) => state.entryCount !== before.accounts.get(state.accountId)?.entryCount)
    .map((state) => [
      programId,
      state.accountId,
      0,
      state.availableMinor,
      state.pendingMinor,
      state.heldMinor,
      state.entryCount,
      chain.heads.get(state.accountId),
      toDate(before.now),
    ]);
  // The rows exist and are locked; an insert that meets them is the one form of a many-row update that both
  // MySQL and MariaDB know.
  return replaceOnDuplicate(insertRows("account", ACCOUNT_COLUMNS, rows), ACCOUNT_COLUMNS.slice(3));
}

function replaceOnDuplicate(insert: Statement | null, columns: readonly string[]): Statement | null {
  if (!insert) return null;
  const changes = columns.map((column) => `${column} = VALUES(${column})`).join(", ");
  return { sql: `${insert.sql} ON DUPLICATE KEY UPDATE ${changes}`, values: insert.values };
}

function toDate(instant: string): Date {
  return new Date(instant);
}
