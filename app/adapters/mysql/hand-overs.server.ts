import type { PoolConnection } from "mariadb";

import { owedToMirror } from "#core/sync";
import type { HandOverProgress, HandOvers } from "#usecases/ports/hand-overs";

import type { Database } from "./database.server.ts";
import { CASE_ID_AT } from "./drift-evidence.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

interface MirrorRow {
  readonly mirror: number;
  readonly state: "running" | "closing" | "finished";
  readonly handed_over_to: number;
  readonly relink: number;
}

interface AccountRow {
  readonly id: number;
  readonly member_id: number;
  readonly available: number;
  readonly held: number;
}

/** Sums come as decimals, and those as text. */
interface SumRow {
  readonly account_id: number;
  readonly total: string;
}

const OF_CONNECTION = `exigo_connection c
  JOIN exigo_mirror m ON m.program_id = c.program_id AND m.mirror = c.mirror`;

/** Hand-overs on MySQL; the position is in `exigo_mirror`, beside the intents that it was moved with. */
export function createMysqlHandOvers(db: Db): HandOvers {
  return {
    findUnfinished: (limit) =>
      db.pool.query(
        `SELECT c.program_id AS programId FROM ${OF_CONNECTION}
          WHERE m.state <> 'finished' ORDER BY c.program_id LIMIT ?`,
        [limit],
      ),
    handOverNext: (programId, limit) =>
      inTransaction(db, (connection) => handOverNext(connection, programId, limit)),
    async lookAgain(programId) {
      await db.pool.query(
        `UPDATE exigo_mirror m JOIN exigo_connection c ON c.program_id = m.program_id AND c.mirror = m.mirror
            SET m.state = 'closing', m.handed_over_to = 0
          WHERE m.program_id = ? AND m.state <> 'running'`,
        [programId],
      );
    },
    progress: (programId) => progress(db, programId),
  };
}

async function handOverNext(connection: PoolConnection, programId: number, limit: number): Promise<boolean> {
  const [mirror]: MirrorRow[] = await connection.query(
    `SELECT m.mirror, m.state, m.handed_over_to, m.relink FROM ${OF_CONNECTION}
      WHERE c.program_id = ? FOR UPDATE`,
    [programId],
  );
  if (!mirror || mirror.state === "finished") return false;
  const accounts: AccountRow[] = await connection.query(
    `SELECT id, member_id, available, held FROM account
      WHERE program_id = ? AND id > ? ORDER BY id LIMIT ? FOR UPDATE`,
    [programId, mirror.handed_over_to, limit],
  );
  const last = accounts.at(-1);
  if (!last) return endOfAccounts(connection, programId, mirror);
  if (mirror.state === "running") await forgetOtherMirrors(connection, programId, mirror, accounts);
  await storeOwed(connection, programId, mirror.mirror, accounts);
  await connection.query("UPDATE exigo_mirror SET handed_over_to = ? WHERE program_id = ? AND mirror = ?", [
    last.id,
    programId,
    mirror.mirror,
  ]);
  return true;
}

/**
 * An account may have come, and an entry of it may have read "running", since the last page was found empty. So
 * from now on every entry owes a write of its own, and one more look finds what such an account holds.
 */
async function endOfAccounts(
  connection: PoolConnection,
  programId: number,
  { mirror, state }: MirrorRow,
): Promise<boolean> {
  const next = state === "running" ? "closing" : "finished";
  await connection.query("UPDATE exigo_mirror SET state = ? WHERE program_id = ? AND mirror = ?", [
    next,
    programId,
    mirror,
  ]);
  return next === "closing";
}

/** What was observed elsewhere says nothing about this mirror, and another company has other customers. */
async function forgetOtherMirrors(
  connection: PoolConnection,
  programId: number,
  { mirror, relink }: MirrorRow,
  accounts: readonly AccountRow[],
): Promise<void> {
  const accountIds = accounts.map(({ id }) => id);
  await connection.query("DELETE FROM exigo_observation WHERE program_id = ? AND account_id IN (?)", [
    programId,
    accountIds,
  ]);
  await connection.query(
    `UPDATE drift_case SET state = 'superseded', closed_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND account_id IN (?) AND state = 'open' AND mirror <> ?`,
    [programId, accountIds, mirror],
  );
  if (!relink) return;
  await connection.query(
    "UPDATE member SET exigo_customer_id = NULL, exigo_customer_type = NULL, exigo_rank = NULL WHERE program_id = ? AND id IN (?)",
    [programId, accounts.map((account) => account.member_id)],
  );
}

async function storeOwed(
  connection: PoolConnection,
  programId: number,
  mirror: number,
  accounts: readonly AccountRow[],
): Promise<void> {
  const accountIds = accounts.map(({ id }) => id);
  const written = await sums(
    connection,
    `SELECT account_id, SUM(amount) AS total FROM intent
      WHERE program_id = ? AND account_id IN (?) AND kind = 'exigo.point' AND mirror = ?
        AND case_id IS NULL GROUP BY account_id`,
    [programId, accountIds, mirror],
  );
  const adopted = await sums(
    connection,
    `SELECT e.account_id, -SUM(p.amount) AS total FROM entry e
       JOIN drift_case d ON d.program_id = e.program_id AND d.mirror = ?
        AND d.id = CAST(SUBSTRING(e.cause_ref, ${CASE_ID_AT}) AS UNSIGNED)
       JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
        AND p.book = 'exigo'
      WHERE e.program_id = ? AND e.account_id IN (?) AND e.kind = 'adoptExigoMovement' GROUP BY e.account_id`,
    [mirror, programId, accountIds],
  );
  const rows = accounts.flatMap((account) => {
    const amountMinor = owedToMirror({
      availableMinor: account.available,
      heldMinor: account.held,
      writtenMinor: written.get(account.id) ?? 0,
      adoptedMinor: adopted.get(account.id) ?? 0,
    });
    return amountMinor === 0 ? [] : [[programId, account.id, amountMinor, mirror]];
  });
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO intent (program_id, kind, account_id, entry_seq, amount, state, due_at, attempts, created_at, mirror)
     VALUES ${rows
       .map(() => "(?, 'exigo.point', ?, 0, ?, 'due', UTC_TIMESTAMP(3), 0, UTC_TIMESTAMP(3), ?)")
       .join(", ")}`,
    rows.flat(),
  );
}

async function sums(
  connection: PoolConnection,
  sql: string,
  values: unknown[],
): Promise<ReadonlyMap<number, number>> {
  const rows: SumRow[] = await connection.query(sql, values);
  return new Map(rows.map((row) => [row.account_id, Number(row.total)]));
}

async function progress({ pool }: Db, programId: number): Promise<HandOverProgress | null> {
  const [row]: { accounts: number; ahead: number; open: number; stuck: number }[] = await pool.query(
    `SELECT (SELECT COUNT(*) FROM account a WHERE a.program_id = c.program_id) AS accounts,
            (SELECT COUNT(*) FROM account a
              WHERE a.program_id = c.program_id AND m.state = 'running' AND a.id > m.handed_over_to) AS ahead,
            (SELECT COUNT(DISTINCT i.account_id) FROM intent i
              WHERE i.program_id = c.program_id AND i.state IN ('due', 'sending', 'unknown')
                AND i.kind = 'exigo.point' AND i.entry_seq = 0 AND i.case_id IS NULL
                AND i.mirror = c.mirror) AS open,
            (SELECT COUNT(DISTINCT i.account_id) FROM intent i
              WHERE i.program_id = c.program_id AND i.state IN ('refused', 'needs_review')
                AND i.kind = 'exigo.point' AND i.entry_seq = 0 AND i.case_id IS NULL
                AND i.mirror = c.mirror) AS stuck
       FROM ${OF_CONNECTION} WHERE c.program_id = ?`,
    [programId],
  );
  if (!row || row.ahead + row.open + row.stuck === 0) return null;
  const { accounts, ahead, open, stuck } = row;
  return { accounts, handedOver: Math.max(0, accounts - ahead - open - stuck), needPerson: stuck };
}
