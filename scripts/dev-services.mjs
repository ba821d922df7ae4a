import { currentOwner, claimHome } from "./bootstrap/owner.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { stopLeftBehind } from "./bootstrap/children.mjs";
import { runCommand } from "./bootstrap/clear-failure.mjs";
import { prepareHome } from "./bootstrap/places.mjs";
import { provideDatabase, provideRedis } from "./bootstrap/services.mjs";
import { migrateDatabase } from "./migrate/migrate-database.mjs";

/**
 * Usage: node scripts/dev-services.mjs
 * Starts a private, migrated database and a Redis with data under .local/dev, prints their addresses as lines that a
 * shell can read, and stops them when it is stopped. While it runs, a second call prints the same lines and ends.
 */
async function main() {
  const home = prepareHome("dev");
  const linesFile = path.join(home, "addresses.env");
  if (currentOwner(home) !== null) {
    process.stdout.write(readFileSync(linesFile, "utf8"));
    return;
  }
  claimHome(home, "node scripts/dev-services.mjs");
  await stopLeftBehind(home);
  const started = [];
  const stopAll = async () => {
    for (const child of started.reverse()) await child?.stop();
  };
  try {
    const database = await provideDatabase(home, process.env);
    started.push(database.child);
    const redis = await provideRedis(home, process.env);
    started.push(redis.child);
    await migrateDatabase(database.urls);
    writeFileSync(linesFile, addressLines(database.urls, redis.url), { mode: 0o600 });
    process.stdout.write(readFileSync(linesFile, "utf8"));
    await stopSignal();
  } finally {
    await stopAll();
  }
}

function addressLines({ appUrl, migrationUrl }, redisUrl) {
  return `export DATABASE_URL='${appUrl}'\nexport MIGRATION_DATABASE_URL='${migrationUrl}'\nexport REDIS_URL='${redisUrl}'\n`;
}

function stopSignal() {
  // Signal handlers alone do not keep a process alive.
  const keepAlive = setInterval(() => {}, 60_000);
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
      process.once(signal, () => resolve(clearInterval(keepAlive)));
  });
}

await runCommand(main);
