import { canonicalJson } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Command } from "./commands.ts";
import type { EntryDraft } from "./types.ts";

/**
 * What a key stands for, as text: two commands under one key are the same when these are equal. Left out is
 * what may differ between two tellings of one event: the trace, the note, and whether the account was merged meanwhile.
 */
export function commandContent(command: Command): string {
  const { trace: _trace, note: _note, mayOwe: _mayOwe, ...content } = { mayOwe: undefined, ...command };
  return canonicalJson(content);
}

/** What a hash covers: all of it and the program. Listed in order of names, as it is written fastest. */
type Content<T> = Required<T> & { readonly programId: number };

/**
 * What an entry's hash covers, after the previous hash of its account. `traceText` is the entry's trace as it is
 * stored, written by `canonicalJson`; "null" without one. Left out is the note, which may name people and must stay
 * redactable.
 */
export function entryContent(programId: number, entry: EntryDraft, traceText: string): string {
  const content: Content<EntryDraft> = {
    accountId: entry.accountId,
    balancesMinor: entry.balancesMinor,
    bookedAt: entry.bookedAt,
    cause: entry.cause,
    effectiveAt: entry.effectiveAt,
    hold: entry.hold,
    key: entry.key,
    kind: entry.kind,
    lotMovements: entry.lotMovements,
    newLots: entry.newLots,
    postings: entry.postings,
    programId,
    reasonCode: entry.reasonCode,
    seq: entry.seq,
    shopId: entry.shopId,
    subject: entry.subject,
  };
  // No other member's name comes after the trace's, and a trace can be written before its entry is decided.
  return `${canonicalJson(content).slice(0, -1)},"trace":${traceText}}`;
}

/** A key as it is stored, beside its place in the chain of its account's keys. */
export interface KeyRecord {
  readonly accountId: number;
  /** Counts the keys of the account from 1, refused ones too. */
  readonly keySeq: number;
  readonly key: string;
  readonly contentDigest: string;
  /** null: the command made no entry. */
  readonly entrySeq: number | null;
  readonly subject: string | null;
  readonly subjectVersion: number | null;
  readonly subjectEffectMinor: number;
  readonly reversesKey: string | null;
  readonly reversedMinor: number | null;
  /** The answer given, as it is stored. */
  readonly result: unknown;
  readonly decidedAt: Instant;
}

/** What a key's hash covers, after the hash of the key before it in its account. */
export function keyContent(programId: number, key: KeyRecord): string {
  const content: Content<KeyRecord> = {
    accountId: key.accountId,
    contentDigest: key.contentDigest,
    decidedAt: key.decidedAt,
    entrySeq: key.entrySeq,
    key: key.key,
    keySeq: key.keySeq,
    programId,
    result: key.result,
    reversedMinor: key.reversedMinor,
    reversesKey: key.reversesKey,
    subject: key.subject,
    subjectEffectMinor: key.subjectEffectMinor,
    subjectVersion: key.subjectVersion,
  };
  return canonicalJson(content);
}

/** What a chain begins behind, and what an account without a link has for its head: 32 zero bytes, in hex. */
export const NO_HASH = "0".repeat(64);

/** What both chains of an account begin with: whose account it is. Hashed behind {@link NO_HASH}. */
export function genesisContent(programId: number, accountId: number, memberId: number): string {
  return canonicalJson({ programId, accountId, memberId });
}
