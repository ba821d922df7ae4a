import { randomUUID } from "node:crypto";

/** Prisma's own definition, so that `prisma migrate` and this runner agree on every database. */
const createTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             DATETIME(3),
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          DATETIME(3),
    started_at              DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    applied_steps_count     INTEGER UNSIGNED NOT NULL DEFAULT 0
  ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;

/** Makes the table of migrations where it is missing. */
export async function ensureMigrationTable(connection) {
  const [{ found }] = await connection.query(
    "SELECT COUNT(*) AS found FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '_prisma_migrations'",
  );
  if (Number(found) === 0) await connection.query(createTable);
}

/**
 * What is recorded about migrations, those rolled back by a person left out.
 *
 * @returns {Promise<{name: string, checksum: string, finished: boolean, logs: string | null}[]>} oldest first
 */
export async function readRecords(connection) {
  const rows = await connection.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, logs
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows.map((row) => ({ ...row, finished: Number(row.finished) === 1 }));
}

/** Notes that a migration begins: a row without an end is how a failed one is known. */
export async function recordStart(connection, { name, checksum }) {
  const id = randomUUID();
  await connection.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))",
    [id, checksum, name],
  );
  return id;
}

/** Notes that a migration ended well. */
export async function recordEnd(connection, id) {
  await connection.query(
    "UPDATE _prisma_migrations SET finished_at = UTC_TIMESTAMP(3), applied_steps_count = 1 WHERE id = ?",
    [id],
  );
}

/** Notes why a migration failed. */
export async function recordFailure(connection, id, logs) {
  await connection.query("UPDATE _prisma_migrations SET logs = ? WHERE id = ?", [logs, id]);
}

/**
 * Records what a person decided about a failed migration after repairing the database by hand.
 *
 * @param {"applied" | "rolled-back"} decision
 * @returns {Promise<boolean>} false when there is no failed migration of that name
 */
export async function resolveFailure(connection, name, decision) {
  const change =
    decision === "applied"
      ? "finished_at = UTC_TIMESTAMP(3), applied_steps_count = 1"
      : "rolled_back_at = UTC_TIMESTAMP(3)";
  const result = await connection.query(
    `UPDATE _prisma_migrations SET ${change} WHERE migration_name = ? AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  );
  return result.affectedRows > 0;
}
