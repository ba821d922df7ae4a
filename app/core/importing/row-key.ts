import { canonicalJson } from "../units/index.ts";
import type { OpeningRow } from "./types.ts";

/**
 * What makes a row the same row in another file: whose it is, how much, and its dates. Not its place, so that rows
 * may be added, corrected or sorted; not its note.
 */
export function rowContent(shopId: number, row: OpeningRow): string {
  const customer = row.customerId === null ? { email: row.email } : { customerId: row.customerId };
  const { amountMinor, earnedAt, availableFrom, expiresAt } = row;
  return canonicalJson({ shopId, customer, amountMinor, earnedAt, availableFrom, expiresAt });
}

/**
 * The ledger's key of a row: `digest` of its content and, for rows that say the same of the same customer, the
 * which-th of them it is. The content itself stays out: keys are kept for good, and an email must be redactable.
 */
export function openingKey(source: string, digest: string, ordinal: number): string {
  return `${sourcePrefix(source)}${digest.slice(0, DIGEST_LENGTH)}.${ordinal}`;
}

/** How the keys of a source begin. */
export function sourcePrefix(source: string): string {
  return `open/${source}/`;
}

/** The digest and ordinal in a key of the source; null: it is another source's. */
export function partsOfKey(source: string, key: string): { digest: string; ordinal: number } | null {
  if (!key.startsWith(sourcePrefix(source))) return null;
  const [digest, ordinal] = key.slice(sourcePrefix(source).length).split(".");
  return digest && ordinal ? { digest, ordinal: Number(ordinal) } : null;
}

const DIGEST_LENGTH = 32;
