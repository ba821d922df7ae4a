import { rmSync } from "node:fs";

import { migrateDatabase } from "../migrate/migrate-database.mjs";
import { claimScratchHome } from "./scratch-home.mjs";
import { provideDatabase } from "./services.mjs";

/**
 * Starts a private, migrated database for one run of a command; nothing of it is left once it is stopped.
 *
 * @param {{use: string, command: string, settings?: readonly string[]}} options
 *   use: the folder under .local; command: what a person typed; settings: further arguments for the server
 * @returns {Promise<{urls: import("./private-database.mjs").DatabaseUrls, from: string, stop: () => Promise<void>}>}
 */
export async function startScratchDatabase({ use, command, settings = [] }) {
  const home = await claimScratchHome(use, command);
  let child = null;
  const stop = async () => {
    await child?.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const database = await provideDatabase(home, {}, settings);
    child = database.child;
    await migrateDatabase(database.urls);
    return { urls: database.urls, from: database.from, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
