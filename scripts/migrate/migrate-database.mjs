import { applyMigrations } from "./apply-migrations.mjs";
import { connectToDatabase, parseDatabaseUrl, readAccount } from "./database-address.mjs";
import { grantApplication, refuseWiderRights } from "./grant-application.mjs";
import { migrationsFolder, readMigrations } from "./migration-files.mjs";

/**
 * Brings a database to the newest schema and gives the application's user its rights. Idempotent.
 *
 * @param {{appUrl: string, migrationUrl: string, folder?: string}} options
 *   Where both addresses name one user, rights are left alone: it has what it needs, and entries are then guarded by
 *   the application only.
 * @returns {Promise<string[]>} names of the migrations applied now
 */
export async function migrateDatabase({ appUrl, migrationUrl, folder = migrationsFolder }) {
  const variable = migrationUrl === appUrl ? "DATABASE_URL" : "MIGRATION_DATABASE_URL";
  const connection = await connectToDatabase(migrationUrl, variable);
  try {
    const applied = await applyMigrations(connection, readMigrations(folder));
    const appUser = parseDatabaseUrl(appUrl, "DATABASE_URL").user;
    if (appUser !== parseDatabaseUrl(migrationUrl, variable).user)
      await shareWithApplication(connection, appUrl);
    return applied;
  } finally {
    await connection.end();
  }
}

async function shareWithApplication(connection, appUrl) {
  const account = await readAccount(appUrl, "DATABASE_URL");
  await grantApplication(connection, account);
  const appConnection = await connectToDatabase(appUrl, "DATABASE_URL");
  try {
    await refuseWiderRights(appConnection, account, parseDatabaseUrl(appUrl, "DATABASE_URL").database);
  } finally {
    await appConnection.end();
  }
}
