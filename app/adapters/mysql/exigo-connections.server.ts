import type { PoolConnection } from "mariadb";

import { SETTINGS } from "#core/sync";
import { Fault } from "#core/units";
import type { ExigoConnections } from "#usecases/ports/exigo";

import type { Database } from "./database.server.ts";
import { wake } from "./documents/claims.server.ts";
import { contextOf, createOpened, toConnection, toSetup } from "./exigo-connection-rows.server.ts";
import type { ConnectionRow, PasswordSealing } from "./exigo-connection-rows.server.ts";
import { chooseMirror } from "./exigo-mirrors.server.ts";
import { gatherReads } from "./gather.server.ts";
import { inTransaction } from "./transaction.server.ts";

/** A connection without a password was saved for a program that has none stored. */
export class PasswordMissingFault extends Fault {
  readonly code = "exigo_password_missing";
}

const REASON_LENGTH = 500;

/** Connections on MySQL, one per program, their passwords sealed. */
export function createMysqlExigoConnections(
  db: Pick<Database, "pool">,
  sealing: PasswordSealing,
): ExigoConnections {
  const { pool } = db;
  const opened = createOpened(sealing);
  const findRow = gatherReads(async (programIds: readonly number[]) => {
    const rows: ConnectionRow[] = await pool.query("SELECT * FROM exigo_connection WHERE program_id IN (?)", [
      programIds,
    ]);
    return new Map(rows.map((row) => [row.program_id, row]));
  });
  return {
    async find(programId) {
      const row = await findRow(programId);
      return row ? toConnection(row, opened) : null;
    },
    async findPlace(programId) {
      const [row]: ConnectionRow[] = await pool.query(
        "SELECT base_url, company, point_account_id FROM exigo_connection WHERE program_id = ?",
        [programId],
      );
      return row
        ? { baseUrl: row.base_url, company: row.company, pointAccountId: row.point_account_id }
        : null;
    },
    save: (connection) => save(db, sealing, connection),
    async pause({ programId, savedAt }, reason) {
      await pool.query(
        `UPDATE exigo_connection SET state = 'paused', paused_reason = ?
          WHERE program_id = ? AND state = 'active' AND updated_at = ?`,
        [reason.slice(0, REASON_LENGTH), programId, new Date(savedAt)],
      );
    },
    async resume(programId) {
      await pool.query(
        "UPDATE exigo_connection SET state = 'active', paused_reason = NULL WHERE program_id = ?",
        [programId],
      );
    },
    async findSetup(programId) {
      const [row]: Pick<ConnectionRow, "settings">[] = await pool.query(
        "SELECT settings FROM exigo_connection WHERE program_id = ?",
        [programId],
      );
      return row ? toSetup(row.settings) : null;
    },
    async listActivePrograms() {
      const rows: { program_id: number }[] = await pool.query(
        "SELECT program_id FROM exigo_connection WHERE state = 'active' ORDER BY program_id",
      );
      return rows.map((row) => row.program_id);
    },
  };
}

function save(
  db: Pick<Database, "pool">,
  sealing: PasswordSealing,
  settings: Parameters<ExigoConnections["save"]>[0],
): Promise<void> {
  return inTransaction(db, async (connection) => {
    const mirror = await chooseMirror(connection, settings);
    await store(connection, sealing, settings, mirror);
    await wake(connection, settings.programId, SETTINGS);
  });
}

async function store(
  connection: PoolConnection,
  sealing: PasswordSealing,
  { programId, password, ...settings }: Parameters<ExigoConnections["save"]>[0],
  mirror: number,
): Promise<void> {
  const sealed =
    password === null ? await storedPassword(connection, programId) : seal(sealing, programId, password);
  await connection.query(
    `INSERT INTO exigo_connection (program_id, base_url, company, login_name, sealed_password, point_account_id,
       state, paused_reason, drift_policy, drift_limit, poll_seconds, updated_at, mirror, history_url,
       history_lag_seconds, settings)
     VALUES (?, ?, ?, ?, ?, ?, 'active', NULL, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE base_url = VALUES(base_url), company = VALUES(company),
       login_name = VALUES(login_name), sealed_password = VALUES(sealed_password),
       point_account_id = VALUES(point_account_id), state = 'active', paused_reason = NULL,
       drift_policy = VALUES(drift_policy), drift_limit = VALUES(drift_limit),
       poll_seconds = VALUES(poll_seconds), updated_at = VALUES(updated_at),
       mirror = VALUES(mirror), history_url = VALUES(history_url),
       history_lag_seconds = VALUES(history_lag_seconds),
       settings = COALESCE(VALUES(settings), settings)`,
    [
      programId,
      settings.baseUrl,
      settings.company,
      settings.loginName,
      sealed,
      settings.pointAccountId,
      settings.driftPolicy,
      settings.driftLimitMinor,
      settings.pollSeconds,
      mirror,
      settings.historyUrl,
      settings.historyLagSeconds,
      settings.setup === undefined ? null : JSON.stringify(settings.setup),
    ],
  );
}

async function storedPassword(connection: PoolConnection, programId: number): Promise<Buffer> {
  const [row]: Pick<ConnectionRow, "sealed_password">[] = await connection.query(
    "SELECT sealed_password FROM exigo_connection WHERE program_id = ?",
    [programId],
  );
  if (!row) throw new PasswordMissingFault(`program ${programId} has no Exigo password to keep`);
  return row.sealed_password;
}

function seal(sealing: PasswordSealing, programId: number, password: string): Buffer {
  return sealing.seal(password, contextOf(programId));
}
