import { parseArgs } from "node:util";

import { ClearFailure, runCommand } from "./bootstrap/clear-failure.mjs";
import { connectToDatabase } from "./migrate/database-address.mjs";
import { migrateDatabase } from "./migrate/migrate-database.mjs";
import { resolveFailure } from "./migrate/migration-table.mjs";

/**
 * Usage: node scripts/migrate.mjs [--applied NAME | --rolled-back NAME]
 * Reads DATABASE_URL (the application's user) and MIGRATION_DATABASE_URL (the user that owns the schema).
 */
async function main() {
  const { values } = parseArgs({
    options: { applied: { type: "string" }, "rolled-back": { type: "string" } },
  });
  const appUrl = process.env.DATABASE_URL;
  if (!appUrl) throw new ClearFailure("DATABASE_URL is not set: it names the database to migrate.");
  const migrationUrl = process.env.MIGRATION_DATABASE_URL ?? appUrl;
  if (values.applied) return resolve(migrationUrl, values.applied, "applied");
  if (values["rolled-back"]) return resolve(migrationUrl, values["rolled-back"], "rolled-back");
  const applied = await migrateDatabase({ appUrl, migrationUrl });
  console.log(applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`);
}

async function resolve(migrationUrl, name, decision) {
  const connection = await connectToDatabase(migrationUrl, "MIGRATION_DATABASE_URL");
  try {
    if (await resolveFailure(connection, name, decision)) console.log(`${name} is recorded as ${decision}.`);
    else throw new ClearFailure(`There is no failed migration named ${name}.`);
  } finally {
    await connection.end();
  }
}

await runCommand(main);
