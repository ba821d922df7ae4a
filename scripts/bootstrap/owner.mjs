import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { ClearFailure } from "./clear-failure.mjs";
import { processStart } from "./process-identity.mjs";

/**
 * The process that works under a home folder now.
 *
 * @param {string} home
 * @returns {number | null} its id; null when the folder is free
 */
export function currentOwner(home) {
  try {
    const { pid, start } = JSON.parse(readFileSync(path.join(home, "owner"), "utf8"));
    return pid !== process.pid && start !== null && processStart(pid) === start ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Claims a home folder for this process, so that two runs never share one data folder. The claim ends with the
 * process, however that ends.
 *
 * @param {string} home
 * @param {string} command what a person typed, for the refusal
 */
export function claimHome(home, command) {
  const owner = currentOwner(home);
  if (owner !== null) {
    throw new ClearFailure(`${command} is already running here (process ${owner}): stop that one first.`);
  }
  writeFileSync(
    path.join(home, "owner"),
    JSON.stringify({ pid: process.pid, start: processStart(process.pid) }),
  );
}
