import { readdirSync, rmSync } from "node:fs";
import path from "node:path";

import { stopLeftBehind } from "./children.mjs";
import { claimHome, currentOwner } from "./owner.mjs";
import { prepareHome } from "./places.mjs";
import { processStart } from "./process-identity.mjs";
import { provideDatabase, provideRedis } from "./services.mjs";

/**
 * Starts a database and a Redis for one run of the tests, each with a data folder of this run's own, so that two
 * runs at the same time do not meet. Given servers are used as they are.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{env: {TEST_DATABASE_URL: string, TEST_MIGRATION_DATABASE_URL: string, TEST_REDIS_URL: string}, from: string[], stop: () => Promise<void>}>}
 */
export async function startScratchServices(env) {
  await removeAbandonedRuns(prepareHome("test"));
  const home = prepareHome(path.join("test", `run-${process.pid}`));
  claimHome(home, "npm test");
  const started = [];
  const stop = async () => {
    for (const child of started.splice(0).reverse()) await child?.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const database = await provideDatabase(home, env);
    started.push(database.child);
    const redis = await provideRedis(home, env);
    started.push(redis.child);
    const { appUrl, migrationUrl } = database.urls;
    return {
      env: {
        TEST_DATABASE_URL: appUrl,
        TEST_MIGRATION_DATABASE_URL: migrationUrl,
        TEST_REDIS_URL: redis.url,
      },
      from: [database.from, redis.from],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs that were killed before they could clean up leave servers and data behind. */
async function removeAbandonedRuns(testHome) {
  for (const name of readdirSync(testHome).filter((item) => item.startsWith("run-"))) {
    const home = path.join(testHome, name);
    // A run that is just beginning has made its folder and not yet claimed it: its number says that it lives.
    if (currentOwner(home) !== null || processStart(Number(name.slice("run-".length))) !== null) continue;
    await stopLeftBehind(home);
    rmSync(home, { recursive: true, force: true });
  }
}
