import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { CheckpointHead } from "#core/proof";
import type { Checkpoint, Checkpoints } from "../../../usecases/ports/ledger-proof.ts";
import { DatabaseFault } from "../database.server.ts";
import type { Database } from "../database.server.ts";
import { insertRows } from "../ledger/statements.server.ts";
import { inTransaction } from "../transaction.server.ts";
import { toCheckpointHead } from "./proof-rows.server.ts";
import type { Row } from "./proof-rows.server.ts";

const HEADS_AT_ONCE = 1_000;

const HEAD_COLUMNS = [
  "program_id",
  "number",
  "account_id",
  "entry_count",
  "head_hash",
  "key_count",
  "key_hash",
];

const checkpointRow = z.object({
  program_id: z.number(),
  number: z.number(),
  taken_at: z.date(),
  accounts: z.number(),
  entries: z.number(),
  root: z.instanceof(Buffer),
});

/** Checkpoints on MySQL or MariaDB; a checkpoint is there once its row is, its heads before it. */
export function createMysqlCheckpoints(database: Pick<Database, "pool">): Checkpoints {
  return {
    async findNewest(programId) {
      const checkpoint = await findNewest(database, programId);
      return checkpoint && { checkpoint, heads: readHeads(database, checkpoint) };
    },
    take: (programId, fold) => alone(database, programId, () => take(database, programId, fold)),
  };
}

async function findNewest({ pool }: Pick<Database, "pool">, programId: number): Promise<Checkpoint | null> {
  const [row] = z
    .array(checkpointRow)
    .parse(
      await pool.query("SELECT * FROM checkpoint WHERE program_id = ? ORDER BY number DESC LIMIT 1", [
        programId,
      ]),
    );
  if (!row) return null;
  return {
    programId: row.program_id,
    number: row.number,
    takenAt: row.taken_at.toISOString(),
    accounts: row.accounts,
    entries: row.entries,
    root: row.root.toString("hex"),
  };
}

async function* readHeads(
  { pool }: Pick<Database, "pool">,
  { programId, number }: Checkpoint,
): AsyncGenerator<CheckpointHead> {
  for (let after: number | null = Number.MIN_SAFE_INTEGER; after !== null;) {
    const page: Row[] = await pool.query(
      `SELECT * FROM checkpoint_head WHERE program_id = ? AND number = ? AND account_id > ?
       ORDER BY account_id LIMIT ?`,
      [programId, number, after, HEADS_AT_ONCE],
    );
    const heads = page.map(toCheckpointHead);
    yield* heads;
    after = page.length < HEADS_AT_ONCE ? null : (heads.at(-1)?.accountId ?? null);
  }
}

/** Two at once would write heads under the same number. Throws a {@link DatabaseFault} when another is at it. */
async function alone<T>(
  { pool }: Pick<Database, "pool">,
  programId: number,
  work: () => Promise<T>,
): Promise<T> {
  const connection = await pool.getConnection();
  const name = `hybrid_credits/checkpoint/${programId}`;
  try {
    const [lock] = await connection.query<{ taken: number }[]>("SELECT GET_LOCK(?, 60) AS taken", [name]);
    if (lock?.taken !== 1) throw new DatabaseFault("another checkpoint is being taken");
    return await work();
  } finally {
    await connection.query("SELECT RELEASE_LOCK(?)", [name]);
    await connection.release();
  }
}

async function take(
  database: Pick<Database, "pool">,
  programId: number,
  fold: Parameters<Checkpoints["take"]>[1],
): Promise<Checkpoint> {
  const newest = await findNewest(database, programId);
  const number = (newest?.number ?? 0) + 1;
  // What an earlier attempt left behind, which ended before it had its row.
  await forgetHeads(database, programId, "number >= ?", number);
  const size = { accounts: 0, entries: 0 };
  for (let after: number | null = Number.MIN_SAFE_INTEGER; after !== null;) {
    const heads: CheckpointHead[] = await inTransaction(database, (connection) =>
      copyHeads(connection, programId, number, Number(after)),
    );
    for (const head of heads) {
      fold.add(head);
      size.accounts += 1;
      size.entries += head.entryCount;
    }
    after = heads.length < HEADS_AT_ONCE ? null : (heads.at(-1)?.accountId ?? null);
  }
  await database.pool.query(
    `INSERT INTO checkpoint (program_id, number, taken_at, accounts, entries, root)
     VALUES (?, ?, UTC_TIMESTAMP(3), ?, ?, ?)`,
    [programId, number, size.accounts, size.entries, Buffer.from(fold.root(), "hex")],
  );
  await forgetHeads(database, programId, "number < ?", number);
  const taken = await findNewest(database, programId);
  return taken as Checkpoint;
}

async function copyHeads(
  connection: PoolConnection,
  programId: number,
  number: number,
  after: number,
): Promise<CheckpointHead[]> {
  const rows: Row[] = await connection.query(
    `SELECT id AS account_id, entry_count, head_hash, key_count, key_hash FROM account
     WHERE program_id = ? AND id > ? ORDER BY id LIMIT ?`,
    [programId, after, HEADS_AT_ONCE],
  );
  const insert = insertRows(
    "checkpoint_head",
    HEAD_COLUMNS,
    rows.map((row) => [
      programId,
      number,
      ...["account_id", "entry_count", "head_hash", "key_count", "key_hash"].map((name) => row[name]),
    ]),
  );
  if (insert) await connection.query(insert.sql, [...insert.values]);
  return rows.map(toCheckpointHead);
}

async function forgetHeads(
  { pool }: Pick<Database, "pool">,
  programId: number,
  which: "number < ?" | "number >= ?",
  number: number,
): Promise<void> {
  await pool.query(`DELETE FROM checkpoint_head WHERE program_id = ? AND ${which}`, [programId, number]);
}
