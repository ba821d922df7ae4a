import { rmSync } from "node:fs";

import { claimScratchHome } from "./scratch-home.mjs";
import { provideDatabase, provideRedis } from "./services.mjs";

/**
 * Starts a database and a Redis for one run of the tests, each with a data folder of this run's own, so that two
 * runs at the same time do not meet. Given servers are used as they are.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{env: {TEST_DATABASE_URL: string, TEST_MIGRATION_DATABASE_URL: string, TEST_REDIS_URL: string}, from: string[], stop: () => Promise<void>}>}
 */
export async function startScratchServices(env) {
  const home = await claimScratchHome("test", "npm test");
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
