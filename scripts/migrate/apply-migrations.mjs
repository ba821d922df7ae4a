import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import {
  ensureMigrationTable,
  readRecords,
  recordEnd,
  recordFailure,
  recordStart,
} from "./migration-table.mjs";

/** The lock that `prisma migrate` takes too: the two never run at the same time on one server. */
const lockName = "prisma_migrate";
const lockWaitSeconds = 60;

/**
 * Applies the migrations that a database lacks, as `prisma migrate deploy` would. Running it again does nothing.
 *
 * @param {import("mariadb").Connection} connection of the migrating user, with multipleStatements
 * @param {import("./migration-files.mjs").Migration[]} migrations
 * @returns {Promise<string[]>} names of the migrations applied now
 */
export async function applyMigrations(connection, migrations) {
  return withLock(connection, async () => {
    await ensureMigrationTable(connection);
    const records = await readRecords(connection);
    refuseUnfinished(records);
    refuseUnknown(records, migrations);
    refuseChanged(records, migrations);
    const done = new Set(records.map((record) => record.name));
    const due = migrations.filter((migration) => !done.has(migration.name));
    for (const migration of due) await applyOne(connection, migration);
    return due.map((migration) => migration.name);
  });
}

async function withLock(connection, work) {
  const [{ taken }] = await connection.query("SELECT GET_LOCK(?, ?) AS taken", [lockName, lockWaitSeconds]);
  if (Number(taken) !== 1) {
    throw new ClearFailure(
      `Another migration has been running on this database server for ${lockWaitSeconds} seconds: wait for it to end, then start again.`,
    );
  }
  try {
    return await work();
  } finally {
    await connection.query("SELECT RELEASE_LOCK(?)", [lockName]);
  }
}

function refuseUnfinished(records) {
  const failed = records.find((record) => !record.finished);
  if (failed) throw new ClearFailure(failureSentence(failed.name, failed.logs ?? "it was interrupted"));
}

function refuseUnknown(records, migrations) {
  const known = new Set(migrations.map((migration) => migration.name));
  const stranger = records.find((record) => !known.has(record.name));
  if (!stranger) return;
  throw new ClearFailure(
    `The database holds the migration ${stranger.name}, which is not in prisma/migrations: it is newer than this version of the app.`,
  );
}

function refuseChanged(records, migrations) {
  for (const { name, checksum } of records) {
    const changed = migrations.find(
      (migration) => migration.name === name && migration.checksum !== checksum,
    );
    if (!changed) continue;
    throw new ClearFailure(
      `The migration ${name} was changed after it had been applied to this database: restore its migration.sql and put the change into a new migration.`,
    );
  }
}

async function applyOne(connection, migration) {
  const id = await recordStart(connection, migration);
  try {
    await connection.query(migration.sql);
  } catch (error) {
    const logs = error.sqlMessage ?? error.message;
    await recordFailure(connection, id, logs);
    throw new ClearFailure(failureSentence(migration.name, logs), { cause: error });
  }
  await recordEnd(connection, id);
}

function failureSentence(name, logs) {
  return [
    `The migration ${name} failed (${logs}).`,
    "A part of it may have been applied, because MySQL cannot take back changes of tables: repair the database by hand, then run",
    `  node scripts/migrate.mjs --rolled-back ${name}   (nothing of it is left; it will be applied again)`,
    `  node scripts/migrate.mjs --applied ${name}       (all of it is there)`,
  ].join("\n");
}
