import type { DueOpening, OpeningOutcome, Openings, WaitingOpening } from "#usecases/ports/openings";
import type { UpsertResult } from "mariadb";
import { z } from "zod";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

/** A member may be on their way in while a row is stored: by then they have arrived. */
const FIRST_LOOK_SECONDS = 60;
/** Due rows that a sweep considers before it is fair between programs. */
const SEARCH_DEPTH = 10_000;

const instant = z.date().transform((date) => date.toISOString());
const dueRow = z.object({
  program_id: z.number(),
  id: z.number(),
  business_key: z.string(),
  source: z.string(),
  mode: z.enum(["skip", "add"]),
  email: z.string(),
  amount: z.number(),
  effective_at: instant,
  available_from: instant.nullable(),
  expires_at: instant.nullable(),
  note: z.string().nullable(),
  due_at: instant,
});
const openedRow = z.object({ account_id: z.number(), business_key: z.string() });
const waitingRow = z.object({ email: z.string(), business_key: z.string() });

/** Opening balances on MySQL: those that stand in the ledger, and those that wait for their customers. */
export function createMysqlOpenings(db: Db): Openings {
  return {
    readNow: () => readNow(db),
    findOpenedKeys: (programId, accountIds) => findOpenedKeys(db, programId, accountIds),
    findWaitingKeys: (programId, emails) => findWaitingKeys(db, programId, emails),
    storeWaiting: (programId, openings) => storeWaiting(db, programId, openings),
    findDue: (limit) => findDue(db, limit),
    tryAgain: (programId, id, by) => tryAgain(db, programId, id, by),
    finish: (opening, outcome) => finish(db, opening, outcome),
  };
}

async function readNow({ pool }: Db): Promise<string> {
  const [row]: { now: Date }[] = await pool.query("SELECT UTC_TIMESTAMP(3) AS now");
  return instant.parse(row?.now);
}

async function findOpenedKeys(
  { pool }: Db,
  programId: number,
  accountIds: readonly number[],
): Promise<Map<number, string[]>> {
  if (accountIds.length === 0) return new Map();
  const rows: unknown = await pool.query(
    `SELECT e.account_id, e.business_key FROM account a
       STRAIGHT_JOIN entry e ON e.program_id = a.program_id AND e.account_id = a.id AND e.kind = 'open'
      WHERE a.program_id = ? AND a.id IN (?)`,
    [programId, accountIds],
  );
  return groupKeys(z.array(openedRow).parse(rows), (row) => row.account_id);
}

async function findWaitingKeys(
  { pool }: Db,
  programId: number,
  emails: readonly string[],
): Promise<Map<string, string[]>> {
  if (emails.length === 0) return new Map();
  const rows: unknown = await pool.query(
    "SELECT email, business_key FROM waiting_opening WHERE program_id = ? AND email IN (?) AND state = 'waiting'",
    [programId, emails],
  );
  return groupKeys(z.array(waitingRow).parse(rows), (row) => row.email);
}

function groupKeys<Row extends { readonly business_key: string }, Name>(
  rows: readonly Row[],
  nameOf: (row: Row) => Name,
): Map<Name, string[]> {
  const keys = new Map<Name, string[]>();
  for (const row of rows) {
    const ofName = keys.get(nameOf(row)) ?? [];
    keys.set(nameOf(row), ofName);
    ofName.push(row.business_key);
  }
  return keys;
}

async function storeWaiting(
  { pool }: Db,
  programId: number,
  openings: readonly WaitingOpening[],
): Promise<void> {
  if (openings.length === 0) return;
  const row = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 'customer_unknown',
    UTC_TIMESTAMP(3) + INTERVAL ${FIRST_LOOK_SECONDS} SECOND, UTC_TIMESTAMP(3))`;
  await pool.query(
    `INSERT INTO waiting_opening
       (program_id, business_key, source, line, mode, email, amount, effective_at, available_from, expires_at, note, state,
        reason, due_at, created_at)
     VALUES ${openings.map(() => row).join(", ")}
     ON DUPLICATE KEY UPDATE business_key = VALUES(business_key)`,
    openings.flatMap((opening) => [
      programId,
      opening.key,
      opening.source,
      opening.line,
      opening.mode,
      opening.email,
      opening.amountMinor,
      new Date(opening.effectiveAt),
      opening.availableFrom && new Date(opening.availableFrom),
      opening.expiresAt && new Date(opening.expiresAt),
      opening.note,
    ]),
  );
}

async function findDue({ pool }: Db, limit: number): Promise<DueOpening[]> {
  const rows: unknown = await pool.query(
    `SELECT program_id, id, business_key, source, mode, email, amount, effective_at, available_from, expires_at, note,
            due_at
       FROM (SELECT due_row.*, ROW_NUMBER() OVER (PARTITION BY program_id ORDER BY due_at, id) AS turn
               FROM (SELECT * FROM waiting_opening WHERE state = 'waiting' AND due_at <= UTC_TIMESTAMP(3)
                      AND program_id > 0 ORDER BY due_at LIMIT ${SEARCH_DEPTH}) AS due_row) AS ranked
      ORDER BY turn, due_at, id LIMIT ?`,
    [limit],
  );
  return z
    .array(dueRow)
    .parse(rows)
    .map((row) => ({
      programId: row.program_id,
      id: row.id,
      key: row.business_key,
      source: row.source,
      mode: row.mode,
      email: row.email,
      amountMinor: row.amount,
      effectiveAt: row.effective_at,
      availableFrom: row.available_from,
      expiresAt: row.expires_at,
      note: row.note,
      dueAt: row.due_at,
    }));
}

async function tryAgain({ pool }: Db, programId: number, id: number, by: string): Promise<boolean> {
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE waiting_opening
        SET state = 'waiting', mode = IF(reason = 'already_opened', 'add', mode), reason = 'tried_again', decided_by = ?,
            due_at = UTC_TIMESTAMP(3), finished_at = NULL
      WHERE program_id = ? AND id = ? AND state = 'refused' AND reason <> 'redacted'`,
    [by, programId, id],
  );
  return affectedRows === 1;
}

async function finish(
  { pool }: Db,
  { programId, id, dueAt }: DueOpening,
  outcome: OpeningOutcome,
): Promise<boolean> {
  const accountId = outcome.state === "opened" ? outcome.accountId : null;
  const reason = outcome.state === "opened" ? null : outcome.reason;
  const ended: UpsertResult = await pool.query(
    `UPDATE waiting_opening
        SET state = ?, reason = ?, account_id = ?, due_at = NULL, finished_at = IF(? = 'waiting', NULL, UTC_TIMESTAMP(3))
      WHERE program_id = ? AND id = ? AND state = 'waiting' AND due_at = ?`,
    [outcome.state, reason, accountId, outcome.state, programId, id, new Date(dueAt)],
  );
  return ended.affectedRows === 1;
}
