import { PURPOSE_OF, stretchOf } from "#core/ledger";
import type {
  EntryKind,
  Hold,
  LotMovement,
  PostResult,
  ReversibleEntry,
  SubjectPosition,
  UsedKey,
} from "#core/ledger";
import { z } from "zod";
import { movementsOf } from "./movement-rows.server.ts";

const kinds = Object.keys(PURPOSE_OF) as [EntryKind, ...EntryKind[]];

const accountRow = z.object({
  id: z.number(),
  member_id: z.number(),
  available: z.number(),
  pending: z.number(),
  held: z.number(),
  entry_count: z.number(),
  head_hash: z.instanceof(Buffer),
  key_count: z.number(),
  key_hash: z.instanceof(Buffer),
  updated_at: z.date(),
  /** The entry whose spent run is not yet written on its lots; null: every lot says what remains. */
  run_seq: z.number().nullable(),
});
const programRow = z.object({
  now: z.date(),
  debt_policy: z.enum(["block", "floor", "negative"]),
  expired_lot_grace_days: z.number().nullable(),
  mirror: z.number().nullable(),
  handed_over_to: z.number().nullable(),
});
const keyRow = z.object({
  business_key: z.string(),
  content_hash: z.instanceof(Buffer),
  result: z.unknown(),
});
const shopRow = z.object({ account_id: z.number(), shop_id: z.number() });
const subjectRow = z.object({
  account_id: z.number(),
  subject: z.string(),
  subject_version: z.number(),
  subject_effect: z.number(),
  entry_seq: z.number().nullable(),
});
const holdRow = z.object({
  account_id: z.number(),
  entry_seq: z.number(),
  hold_key: z.string(),
  amount: z.number(),
  expires_at: z.date(),
  state: z.enum(["open", "captured", "voided", "expired"]),
  ended_seq: z.number().nullable(),
});
/** Movements of the entry that `name` stands for: a hold's or a reversible entry's key. */
const movementRow = z.object({
  name: z.string(),
  lot_seq: z.number(),
  lot_line: z.number(),
  amount: z.number(),
  more: z.unknown(),
});
const reversibleRow = z.object({
  business_key: z.string(),
  account_id: z.number(),
  seq: z.number(),
  kind: z.enum(kinds),
  subject: z.string().nullable(),
  pending: z.number(),
  repaid: z.coerce.number(),
  // Sums come as decimal text.
  reversed: z.coerce.number(),
  reversals: z.number(),
});
const purposeRow = z.object({ business_key: z.string(), book: z.string(), amount: z.number() });
const madeRow = z.object({ business_key: z.string(), entry_seq: z.number(), line: z.number() });

// Whole answers: a schema that is made anew for each batch costs more than reading a row with it.
export const accountRows = z.array(accountRow);
export const programRows = z.array(programRow);
export const keyRows = z.array(keyRow);
export const shopRows = z.array(shopRow);
export const subjectRows = z.array(subjectRow);
export const holdRows = z.array(holdRow);
export const movementRows = z.array(movementRow);
export const reversibleRows = z.array(reversibleRow);
export const purposeRows = z.array(purposeRow);
export const madeRows = z.array(madeRow);

/** A used key with the answer given then. */
export function toUsedKey(row: z.infer<typeof keyRow>): UsedKey {
  // MariaDB hands JSON over as text, MySQL as a value.
  const result: unknown = typeof row.result === "string" ? JSON.parse(row.result) : row.result;
  return { contentDigest: row.content_hash.toString("hex"), result: result as PostResult };
}

/** Subjects by account, each with the sum of its effects and its newest version. */
export function foldSubjects(rows: z.infer<typeof subjectRows>): Map<number, Map<string, SubjectPosition>> {
  const positions = new Map<number, Map<string, SubjectPosition>>();
  for (const row of rows) {
    const ofAccount = positions.get(row.account_id) ?? new Map<string, SubjectPosition>();
    positions.set(row.account_id, ofAccount);
    const known = ofAccount.get(row.subject) ?? { earnedMinor: 0, version: 0, entrySeqs: [] };
    ofAccount.set(row.subject, {
      earnedMinor: known.earnedMinor + row.subject_effect,
      version: Math.max(known.version, row.subject_version),
      entrySeqs: row.entry_seq === null ? known.entrySeqs : [...known.entrySeqs, row.entry_seq],
    });
  }
  return positions;
}

/** Holds by account and key, with what they took. */
export function foldHolds(
  rows: z.infer<typeof holdRows>,
  movements: z.infer<typeof movementRows>,
): Map<number, Map<string, Hold>> {
  const taken = groupMovements(movements);
  const holds = new Map<number, Map<string, Hold>>();
  for (const row of rows) {
    const ofAccount = holds.get(row.account_id) ?? new Map<string, Hold>();
    holds.set(row.account_id, ofAccount);
    ofAccount.set(row.hold_key, {
      key: row.hold_key,
      entrySeq: row.entry_seq,
      amountMinor: row.amount,
      taken: taken.get(row.hold_key) ?? [],
      expiresAt: row.expires_at.toISOString(),
      state: row.state,
      endedSeq: row.ended_seq,
    });
  }
  return holds;
}

/** Reversible entries by key. */
export function foldReversible(parts: {
  entries: z.infer<typeof reversibleRows>;
  purposes: z.infer<typeof purposeRows>;
  movements: z.infer<typeof movementRows>;
  made: z.infer<typeof madeRows>;
}): Map<string, ReversibleEntry> {
  const taken = groupMovements(parts.movements);
  return new Map(
    parts.entries.map((row) => {
      const purpose = PURPOSE_OF[row.kind] ?? "adjusted";
      const posting = parts.purposes.find(
        (each) => each.business_key === row.business_key && each.book === purpose,
      );
      const amountMinor = posting ? -posting.amount : 0;
      const movements = taken.get(row.business_key) ?? [];
      const entry: ReversibleEntry = {
        seq: row.seq,
        accountId: row.account_id,
        kind: row.kind,
        amountMinor,
        pendingMinor: row.pending,
        repaidMinor: row.repaid,
        purpose,
        // A capture's movements are those of its hold: what it spent is their first stretch.
        taken: row.kind === "captureHold" ? stretchOf(movements, 0, -amountMinor) : movements,
        made: parts.made
          .filter((each) => each.business_key === row.business_key)
          .map((each) => ({ entrySeq: each.entry_seq, line: each.line })),
        subject: row.subject,
        reversedMinor: row.reversed,
        reversals: row.reversals,
      };
      return [row.business_key, entry];
    }),
  );
}

/** Shops by account, each once, in the order of their ids. */
export function groupShops(rows: z.infer<typeof shopRows>): Map<number, number[]> {
  const shops = new Map<number, Set<number>>();
  for (const row of rows)
    shops.set(row.account_id, (shops.get(row.account_id) ?? new Set()).add(row.shop_id));
  return new Map([...shops].map(([accountId, ids]) => [accountId, [...ids].sort((a, b) => a - b)]));
}

function groupMovements(rows: z.infer<typeof movementRows>): Map<string, LotMovement[]> {
  const movements = new Map<string, LotMovement[]>();
  for (const row of rows) {
    const ofName = movements.get(row.name) ?? [];
    movements.set(row.name, ofName);
    ofName.push(...movementsOf(row));
  }
  return movements;
}
