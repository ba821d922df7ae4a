import { readdirSync, rmSync } from "node:fs";
import path from "node:path";

import { stopLeftBehind } from "./children.mjs";
import { claimHome, currentOwner } from "./owner.mjs";
import { prepareHome } from "./places.mjs";
import { processStart } from "./process-identity.mjs";

/**
 * Makes a home folder of this process's own for one run, and clears away what earlier runs of the same use left
 * behind when they were killed. Who claims it removes it in the end.
 *
 * @param {string} use such as `test` or `bench`
 * @param {string} command what a person typed, for the refusal
 * @returns {Promise<string>} absolute path
 */
export async function claimScratchHome(use, command) {
  await removeAbandonedRuns(prepareHome(use));
  const home = prepareHome(path.join(use, `run-${process.pid}`));
  claimHome(home, command);
  return home;
}

/** Runs that were killed before they could clean up leave servers and data behind. */
async function removeAbandonedRuns(parent) {
  for (const name of readdirSync(parent).filter((item) => item.startsWith("run-"))) {
    const home = path.join(parent, name);
    // A run that is just beginning has made its folder and not yet claimed it: its number says that it lives.
    if (currentOwner(home) !== null || processStart(Number(name.slice("run-".length))) !== null) continue;
    await stopLeftBehind(home);
    rmSync(home, { recursive: true, force: true });
  }
}
