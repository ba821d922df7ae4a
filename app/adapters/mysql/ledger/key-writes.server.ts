import { keyContent, keyOfOtherEnd, NO_HASH } from "#core/ledger";
import type { DecidedKey, EntryDraft, KeyRecord } from "#core/ledger";
import { chainHash } from "./chain.server.ts";
import type { ChainHeads } from "./chain.server.ts";
import { datetime, HexBytes, insertRows } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

const KEY_COLUMNS = [
  "program_id",
  "business_key",
  "content_hash",
  "account_id",
  "key_seq",
  "entry_seq",
  "subject",
  "subject_version",
  "subject_effect",
  "reverses_key",
  "reversed_amount",
  "result",
  "decided_at",
  "hash",
];

/**
 * The keys with their answers, each chained to the one before it in its account; a movement between accounts has
 * one for each end. Answers the heads after them, too.
 */
export function keyWrites(
  programId: number,
  decidedAt: string,
  decided: readonly DecidedKey[],
  before: ReadonlyMap<number, ChainHeads>,
): { readonly write: Statement | null; readonly heads: ReadonlyMap<number, ChainHeads> } {
  const heads = new Map(before);
  const rows = decided.flatMap(recordsOf).map((unnumbered) => {
    const head = heads.get(unnumbered.accountId) ?? EMPTY;
    const record: KeyRecord = { ...unnumbered, keySeq: head.keyCount + 1, decidedAt };
    const hash = chainHash(head.key, keyContent(programId, record));
    heads.set(record.accountId, { ...head, key: hash, keyCount: record.keySeq });
    return keyRow(programId, record, hash);
  });
  return { write: insertRows("ledger_key", KEY_COLUMNS, rows), heads };
}

const EMPTY: ChainHeads = { entry: NO_HASH, key: NO_HASH, keyCount: 0 };

type UnnumberedKey = Omit<KeyRecord, "keySeq" | "decidedAt">;

function recordsOf({ entries, ...decided }: DecidedKey): UnnumberedKey[] {
  const { command } = decided;
  const [own, otherEnd] = entries;
  const key = keyRecord(decided, command.key, command.accountId, own);
  if (!otherEnd) return [key];
  const unreversing = { ...decided, reversal: null };
  return [key, keyRecord(unreversing, keyOfOtherEnd(command.key), otherEnd.accountId, otherEnd)];
}

function keyRecord(
  { command, contentDigest, subjectEffectMinor, reversal, result }: Omit<DecidedKey, "entries">,
  key: string,
  accountId: number,
  entry: EntryDraft | undefined,
): UnnumberedKey {
  // A refusal decides nothing about its subject: an older version may still be told.
  const earn = command.kind === "earn" && result.ok ? command : null;
  return {
    accountId,
    key,
    contentDigest,
    entrySeq: entry?.seq ?? null,
    subject: earn?.subject ?? null,
    subjectVersion: earn?.subjectVersion ?? null,
    subjectEffectMinor,
    reversesKey: reversal?.key ?? null,
    reversedMinor: reversal?.amountMinor ?? null,
    result,
  };
}

function keyRow(programId: number, key: KeyRecord, hash: string): unknown[] {
  return [
    programId,
    key.key,
    new HexBytes(key.contentDigest),
    key.accountId,
    key.keySeq,
    key.entrySeq,
    key.subject,
    key.subjectVersion,
    key.subjectEffectMinor,
    key.reversesKey,
    key.reversedMinor,
    JSON.stringify(key.result),
    datetime(key.decidedAt),
    new HexBytes(hash),
  ];
}
