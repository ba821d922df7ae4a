import { entryContent, LedgerFault } from "#core/ledger";
import type { BatchDecision, DecidedKey, EntryDraft } from "#core/ledger";
import { intentsFor } from "#core/sync";
import type { PoolConnection } from "mariadb";
import { z } from "zod";
import { accountWrites, holdWrites, lotWrites } from "./balance-writes.server.ts";
import { chainHash } from "./chain.server.ts";
import type { ChainHeads } from "./chain.server.ts";
import { entryWrites } from "./journal-writes.server.ts";
import type { ChainLink } from "./journal-writes.server.ts";
import type { TextsOf } from "./command-texts.server.ts";
import { keyWrites } from "./key-writes.server.ts";
import type { LockedState } from "./read-state.server.ts";
import { datetime, HexBytes, insertRows, sendTogether } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

const inserted = z.object({ insertId: z.number() });

/** The statements that carry out a batch, in their order, without the COMMIT. */
export interface BatchWrites {
  readonly statements: readonly Statement[];
  /** How many intents the first statement makes; without any it makes something else. */
  readonly intents: number;
}

/** Makes the statements of what was decided. */
export function writesOf(
  programId: number,
  locked: LockedState,
  decision: BatchDecision,
  textsOf: TextsOf,
): BatchWrites {
  const entries = decision.decided.flatMap((each) => each.entries);
  const keys = keyWrites(programId, locked.batch.now, decision.decided, locked.heads);
  const { links, heads } = chainEntries(programId, keys.heads, decision.decided, textsOf);
  const intents = intentRows(programId, locked, entries);
  const statements = [
    // First, so that its answer tells the ids: they are consecutive within one statement.
    insertRows("intent", INTENT_COLUMNS, intents),
    keys.write,
    ...entryWrites(programId, decision.decided, links),
    ...lotWrites(programId, locked.batch, decision, entries),
    ...holdWrites(programId, locked.batch, decision),
    ...accountWrites(programId, locked, decision, heads),
  ].filter((write): write is Statement => write !== null);
  return { statements, intents: intents.length };
}

/** Writes and commits in one round trip. Returns the ids of the intents made. */
export async function commitWrites(
  connection: PoolConnection,
  { statements, intents }: BatchWrites,
): Promise<number[]> {
  const [first] = await sendTogether(connection, [...statements, { sql: "COMMIT", values: [] }]);
  if (intents === 0) return [];
  const { insertId } = inserted.parse(first);
  return Array.from({ length: intents }, (_, index) => insertId + index);
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
  "mirror",
];

/** Each entry's hash covers its content and the hash before it in its account. */
function chainEntries(
  programId: number,
  before: ReadonlyMap<number, ChainHeads>,
  decided: readonly DecidedKey[],
  textsOf: TextsOf,
) {
  const heads = new Map(before);
  const links = new Map<EntryDraft, ChainLink>();
  for (const { command, entries } of decided) {
    const { trace } = textsOf(command);
    for (const entry of entries) {
      const head = heads.get(entry.accountId);
      if (!head) throw new LedgerFault(`account ${entry.accountId} is not locked`);
      const own = chainHash(head.entry, entryContent(programId, entry, trace.hashed));
      links.set(entry, {
        previous: new HexBytes(head.entry),
        own: new HexBytes(own),
        trace: trace.stored,
      });
      heads.set(entry.accountId, { ...head, entry: own });
    }
  }
  return { links, heads };
}

function intentRows(programId: number, locked: LockedState, entries: readonly EntryDraft[]): unknown[][] {
  const now = datetime(locked.batch.now);
  // A shop gets the whole balance, so the newest entry's write is that of those before it, too.
  const newest = new Map(entries.map((entry) => [entry.accountId, entry]));
  return entries.flatMap((entry) => {
    const deltas = new Map(entry.postings.map((posting) => [posting.book, posting.amountMinor]));
    const effect = {
      seq: entry.seq,
      adoptsExigoMovement: entry.kind === "adoptExigoMovement",
      availableDeltaMinor: deltas.get("available") ?? 0,
      heldDeltaMinor: deltas.get("held") ?? 0,
    };
    const isNewest = newest.get(entry.accountId) === entry;
    const shopIds = isNewest ? (locked.shopIds.get(entry.accountId) ?? []) : [];
    const mirror = mirrorOf(locked, entry.accountId);
    return intentsFor(effect, { mirroredInExigo: mirror !== null, shopIds }).map((intent) => [
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
      intent.kind === "exigo.point" ? mirror : null,
    ]);
  });
}

/** The mirror that the account's changes go to; null before it is handed over, which takes its whole balance along. */
function mirrorOf({ exigo }: LockedState, accountId: number): number | null {
  if (!exigo) return null;
  return exigo.handedOverTo === null || accountId <= exigo.handedOverTo ? exigo.mirror : null;
}
