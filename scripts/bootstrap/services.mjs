import { connectToDatabase, readAccount } from "../migrate/database-address.mjs";
import { ClearFailure } from "./clear-failure.mjs";
import { containerEngine, startDatabaseContainer, startRedisContainer } from "./containers.mjs";
import { canInstallPackages, installPackages } from "./debian-packages.mjs";
import { findDatabaseServer, startPrivateDatabase } from "./private-database.mjs";
import { findRedisServer, startPrivateRedis } from "./private-redis.mjs";
import { waitUntilReady } from "./readiness.mjs";
import { pingRedis } from "./redis-ping.mjs";

/**
 * The database of a command: the one that DATABASE_URL names, else a private one, started here.
 *
 * @param {string} home
 * @param {Record<string, string | undefined>} env
 * @param {readonly string[]} [settings] further arguments for a private server
 * @returns {Promise<{child: import("./children.mjs").Child | null, urls: import("./private-database.mjs").DatabaseUrls, from: string}>}
 *   child: null when the database is not ours to stop
 */
export async function provideDatabase(home, env, settings = []) {
  if (env.DATABASE_URL) return useGivenDatabase(env.DATABASE_URL, env.MIGRATION_DATABASE_URL);
  const { child, urls, from } = await startDatabase(home, settings);
  const connect = async () => (await connectToDatabase(urls.migrationUrl, "DATABASE_URL")).end();
  await stopUnless(child, () => waitUntilReady(child, connect));
  return { child, urls, from };
}

async function useGivenDatabase(appUrl, migrationUrl = appUrl) {
  await readAccount(appUrl, "DATABASE_URL");
  await (
    await connectToDatabase(migrationUrl, migrationUrl === appUrl ? "DATABASE_URL" : "MIGRATION_DATABASE_URL")
  ).end();
  return { child: null, urls: { appUrl, migrationUrl }, from: "DATABASE_URL" };
}

async function startDatabase(home, settings) {
  const installed = findDatabaseServer();
  if (installed)
    return { ...(await startPrivateDatabase(home, installed, settings)), from: installed.program };
  const engine = await containerEngine();
  if (engine)
    return { ...(await startDatabaseContainer(home, engine, settings)), from: `a container of ${engine}` };
  if (canInstallPackages()) {
    await installPackages("database");
    const server = findDatabaseServer();
    if (server)
      return { ...(await startPrivateDatabase(home, server, settings)), from: "the distribution's packages" };
  }
  throw new ClearFailure(
    "There is no MySQL or MariaDB here and no way to get one: install MariaDB 10.6+ or MySQL 8+ (or Docker or Podman), or set DATABASE_URL to a database that is running.",
  );
}

/**
 * The Redis of a command: the one that REDIS_URL names, else a private one, started here.
 *
 * @param {string} home
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{child: import("./children.mjs").Child | null, url: string, from: string}>}
 */
export async function provideRedis(home, env) {
  if (env.REDIS_URL) {
    await pingRedis(env.REDIS_URL);
    return { child: null, url: env.REDIS_URL, from: "REDIS_URL" };
  }
  const { child, url, from } = await startRedis(home);
  await stopUnless(child, () => waitUntilReady(child, () => pingRedis(url)));
  return { child, url, from };
}

async function startRedis(home) {
  const installed = findRedisServer();
  if (installed) return { ...(await startPrivateRedis(home, installed)), from: installed.program };
  const engine = await containerEngine();
  if (engine) return { ...(await startRedisContainer(home, engine)), from: `a container of ${engine}` };
  if (canInstallPackages()) {
    await installPackages("redis");
    const server = findRedisServer();
    if (server) return { ...(await startPrivateRedis(home, server)), from: "the distribution's packages" };
  }
  throw new ClearFailure(
    "There is no Redis or Valkey here and no way to get one: install Redis 6.2+ or Valkey (or Docker or Podman), or set REDIS_URL to one that is running.",
  );
}

async function stopUnless(child, work) {
  try {
    await work();
  } catch (error) {
    await child.stop();
    throw error;
  }
}
