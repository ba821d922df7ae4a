import type {
  AccountState,
  BatchState,
  Command,
  Lot,
  PostResult,
  ReversibleEntry,
  UsedKey,
} from "#core/ledger";
import { LedgerFault } from "#core/ledger";
import type { SubjectPosition } from "#core/ledger";
import type { PoolConnection } from "mariadb";
import { z } from "zod";
import { sendTogether } from "./statements.server.ts";
import type { Statement } from "./statements.server.ts";

/** What a batch is decided against, and what its intents need. */
export interface LockedState {
  readonly batch: BatchState;
  readonly heads: ReadonlyMap<number, Buffer>;
  readonly exigoConnected: boolean;
  /** Shops of each account's member. */
  readonly shopIds: ReadonlyMap<number, readonly number[]>;
}

const accountRow = z.object({
  id: z.number(),
  available: z.number(),
  pending: z.number(),
  held: z.number(),
  entry_count: z.number(),
  head_hash: z.instanceof(Buffer),
});
const programRow = z.object({
  now: z.date(),
  debt_policy: z.enum(["block", "floor", "negative"]),
  exigo_connected: z.number(),
});
const keyRow = z.object({
  business_key: z.string(),
  content_hash: z.instanceof(Buffer),
  result: z.unknown(),
});
const shopRow = z.object({ account_id: z.number(), shop_id: z.number() });
const lotRow = z.object({
  account_id: z.number(),
  entry_seq: z.number(),
  line: z.number(),
  bucket: z.enum(["available", "pending", "held"]),
  amount: z.number(),
  remaining: z.number(),
  available_from: z.date(),
  expires_at: z.date().nullable(),
});
const subjectRow = z.object({
  account_id: z.number(),
  subject: z.string(),
  subject_version: z.number(),
  subject_effect: z.number(),
  entry_seq: z.number().nullable(),
});
const reversibleRow = z.object({
  business_key: z.string(),
  account_id: z.number(),
  seq: z.number(),
  subject: z.string().nullable(),
  amount: z.number(),
  purpose: z.enum(["issued", "adjusted", "exigo"]),
  reversed_by: z.string().nullable(),
});
const movementRow = z.object({
  business_key: z.string(),
  lot_seq: z.number(),
  lot_line: z.number(),
  amount: z.number(),
});

/** Locks the accounts of the batch in id order and reads all that deciding it needs: two round trips. */
export async function lockAndReadState(
  connection: PoolConnection,
  programId: number,
  commands: readonly Command[],
): Promise<LockedState> {
  const accountIds = [...new Set(commands.map((command) => command.accountId))].sort((a, b) => a - b);
  const [, locked] = await sendTogether(connection, [
    { sql: "START TRANSACTION", values: [] },
    {
      sql: `SELECT id, available, pending, held, entry_count, head_hash FROM account
            WHERE program_id = ? AND id IN (?) ORDER BY id FOR UPDATE`,
      values: [programId, accountIds],
    },
  ]);
  const accounts = z.array(accountRow).parse(locked);
  const answers = await sendTogether(connection, reads(programId, accountIds, commands));
  const [programs, keys, shops, lots, subjects, reversible, movements] = answers;
  const [program] = z.array(programRow).parse(programs);
  if (!program) throw new LedgerFault(`program ${programId} does not exist`);
  const positions = foldSubjects(z.array(subjectRow).parse(subjects));
  const entries = foldReversible(
    z.array(reversibleRow).parse(reversible),
    z.array(movementRow).parse(movements),
  );
  const lotsOf = groupLots(z.array(lotRow).parse(lots));
  return {
    batch: {
      now: program.now.toISOString(),
      debtPolicy: program.debt_policy,
      keys: new Map(
        z
          .array(keyRow)
          .parse(keys)
          .map((row) => [row.business_key, usedKey(row)]),
      ),
      accounts: new Map(
        accounts.map((row) => [
          row.id,
          {
            accountId: row.id,
            availableMinor: row.available,
            pendingMinor: row.pending,
            heldMinor: row.held,
            entryCount: row.entry_count,
            lots: lotsOf.get(row.id) ?? [],
            subjects: positions.get(row.id) ?? new Map<string, SubjectPosition>(),
            reversible: entries,
          } satisfies AccountState,
        ]),
      ),
    },
    heads: new Map(accounts.map((row) => [row.id, row.head_hash])),
    exigoConnected: program.exigo_connected > 0,
    shopIds: groupShops(z.array(shopRow).parse(shops)),
  };
}

/** Read after the locks are held, so the database's now is never before an entry that was waited for. */
function reads(programId: number, accountIds: number[], commands: readonly Command[]): Statement[] {
  const subjects = commands.flatMap((command) => (command.kind === "earn" ? [command.subject] : []));
  const reversed = commands.flatMap((command) => (command.kind === "reverse" ? [command.reversesKey] : []));
  const none: Statement = { sql: "SELECT 1 FROM DUAL WHERE FALSE", values: [] };
  return [
    {
      sql: `SELECT UTC_TIMESTAMP(3) AS now, debt_policy,
              (SELECT COUNT(*) FROM exigo_connection c WHERE c.program_id = p.id) AS exigo_connected
            FROM program p WHERE p.id = ?`,
      values: [programId],
    },
    {
      sql: "SELECT business_key, content_hash, result FROM ledger_key WHERE program_id = ? AND business_key IN (?)",
      values: [programId, commands.map((command) => command.key)],
    },
    {
      sql: `SELECT DISTINCT a.id AS account_id, m.shop_id FROM account a
            JOIN member_customer m ON m.program_id = a.program_id AND m.member_id = a.member_id
            JOIN shop s ON s.id = m.shop_id AND s.program_id = m.program_id AND s.state = 'installed'
            WHERE a.program_id = ? AND a.id IN (?) ORDER BY a.id, m.shop_id`,
      values: [programId, accountIds],
    },
    readLots(programId, accountIds, reversed),
    subjects.length === 0
      ? none
      : {
          sql: `SELECT account_id, subject, subject_version, subject_effect, entry_seq FROM ledger_key
                WHERE program_id = ? AND subject IN (?)`,
          values: [programId, subjects],
        },
    ...(reversed.length === 0 ? [none, none] : readsOfReversed(programId, reversed)),
  ];
}

/** Lots with something left, and those that a reversed entry took from: they may be empty by now. */
function readLots(programId: number, accountIds: number[], reversed: string[]): Statement {
  const columns = [
    "account_id",
    "entry_seq",
    "line",
    "bucket",
    "amount",
    "remaining",
    "available_from",
    "expires_at",
  ];
  const lots = `SELECT ${columns.map((column) => `l.${column}`).join(", ")} FROM lot l`;
  const left = `${lots} WHERE l.program_id = ? AND l.account_id IN (?) AND l.remaining > 0`;
  if (reversed.length === 0) return { sql: left, values: [programId, accountIds] };
  return {
    sql: `${left} UNION ${lots}
          JOIN lot_movement m ON m.program_id = l.program_id AND m.account_id = l.account_id
            AND m.lot_seq = l.entry_seq AND m.lot_line = l.line
          JOIN ledger_key k ON k.program_id = m.program_id AND k.account_id = m.account_id
            AND k.entry_seq = m.entry_seq
          WHERE k.program_id = ? AND k.business_key IN (?)`,
    values: [programId, accountIds, programId, reversed],
  };
}

function readsOfReversed(programId: number, keys: string[]): Statement[] {
  return [
    {
      sql: `SELECT k.business_key, k.account_id, k.entry_seq AS seq, e.subject, p.amount, o.book AS purpose,
              (SELECT MIN(r.business_key) FROM ledger_key r
               WHERE r.program_id = k.program_id AND r.reverses_key = k.business_key) AS reversed_by
            FROM ledger_key k
            JOIN entry e ON e.program_id = k.program_id AND e.account_id = k.account_id AND e.seq = k.entry_seq
            JOIN posting p ON p.program_id = k.program_id AND p.account_id = k.account_id AND p.seq = k.entry_seq
              AND p.book = 'available'
            JOIN posting o ON o.program_id = k.program_id AND o.account_id = k.account_id AND o.seq = k.entry_seq
              AND o.balance_after IS NULL
            WHERE k.program_id = ? AND k.business_key IN (?)`,
      values: [programId, keys],
    },
    {
      sql: `SELECT k.business_key, m.lot_seq, m.lot_line, m.amount FROM ledger_key k
            JOIN lot_movement m ON m.program_id = k.program_id AND m.account_id = k.account_id
              AND m.entry_seq = k.entry_seq
            WHERE k.program_id = ? AND k.business_key IN (?) ORDER BY m.lot_seq, m.lot_line`,
      values: [programId, keys],
    },
  ];
}

function usedKey(row: z.infer<typeof keyRow>): UsedKey {
  // MariaDB hands JSON over as text, MySQL as a value.
  const result: unknown = typeof row.result === "string" ? JSON.parse(row.result) : row.result;
  return { contentDigest: row.content_hash.toString("hex"), result: result as PostResult };
}

function foldSubjects(rows: z.infer<typeof subjectRow>[]): Map<number, Map<string, SubjectPosition>> {
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

function foldReversible(
  rows: z.infer<typeof reversibleRow>[],
  movements: z.infer<typeof movementRow>[],
): Map<string, ReversibleEntry> {
  return new Map(
    rows.map((row) => [
      row.business_key,
      {
        seq: row.seq,
        accountId: row.account_id,
        amountMinor: row.amount,
        purpose: row.purpose,
        subject: row.subject,
        reversedBy: row.reversed_by,
        lotMovements: movements
          .filter((movement) => movement.business_key === row.business_key)
          .map((movement) => ({
            lot: { entrySeq: movement.lot_seq, line: movement.lot_line },
            amountMinor: movement.amount,
          })),
      },
    ]),
  );
}

function groupLots(rows: z.infer<typeof lotRow>[]): Map<number, Lot[]> {
  const lots = new Map<number, Lot[]>();
  for (const row of rows) {
    const lot: Lot = {
      entrySeq: row.entry_seq,
      line: row.line,
      bucket: row.bucket,
      amountMinor: row.amount,
      remainingMinor: row.remaining,
      availableFrom: row.available_from.toISOString(),
      expiresAt: row.expires_at?.toISOString() ?? null,
    };
    lots.set(row.account_id, [...(lots.get(row.account_id) ?? []), lot]);
  }
  return lots;
}

function groupShops(rows: z.infer<typeof shopRow>[]): Map<number, number[]> {
  const shops = new Map<number, number[]>();
  for (const row of rows) shops.set(row.account_id, [...(shops.get(row.account_id) ?? []), row.shop_id]);
  return shops;
}
