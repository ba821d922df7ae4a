import { createConnection, type Connection } from "mariadb";

import { parseDatabaseUrl } from "../../scripts/migrate/database-address.mjs";
import { migrateDatabase } from "../../scripts/migrate/migrate-database.mjs";
import { requireServiceAddress, workerNumber } from "./environment.ts";

export interface TestDatabase {
  /** Address of the application's user, which may not change entries and postings. */
  readonly appUrl: string;
  /** Address of the user that owns the schema; for what a test must break on purpose. */
  readonly migrateUrl: string;
  readonly name: string;
  drop(): Promise<void>;
}

let databasesMade = 0;

/** A fresh database with every migration applied and the application's user granted its rights. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const database = await createEmptyTestDatabase();
  await migrateDatabase({ appUrl: database.appUrl, migrationUrl: database.migrateUrl });
  return database;
}

/** A fresh database without any table. */
export async function createEmptyTestDatabase(): Promise<TestDatabase> {
  databasesMade += 1;
  const name = `hc_test_${workerNumber()}_${databasesMade}`;
  await onServer(async (connection) => {
    await connection.query(`DROP DATABASE IF EXISTS \`${name}\``);
    await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  });
  return {
    name,
    appUrl: withDatabase(requireServiceAddress("TEST_DATABASE_URL"), name),
    migrateUrl: withDatabase(requireServiceAddress("TEST_MIGRATION_DATABASE_URL"), name),
    drop: () => onServer((connection) => connection.query(`DROP DATABASE IF EXISTS \`${name}\``)),
  };
}

async function onServer(work: (connection: Connection) => Promise<unknown>): Promise<void> {
  const { database: _, ...server } = parseDatabaseUrl(
    requireServiceAddress("TEST_MIGRATION_DATABASE_URL"),
    "TEST_MIGRATION_DATABASE_URL",
  );
  const connection = await createConnection({ ...server, allowPublicKeyRetrieval: true });
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
