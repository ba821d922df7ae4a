import { renameSync } from "node:fs";

import { StopRequested } from "../bootstrap/stop-request.mjs";

/** A program that ends more often than this within a minute has a fault that starting it again does not mend. */
const mostStarts = 5;
const withinMs = 60_000;

/**
 * Starts a program again whenever it ends, because people try what happens when one is killed. Resolves with the child
 * that ended once too often; never when the demo is being stopped.
 *
 * @param {import("../bootstrap/children.mjs").Child} first
 * @param {{
 *   start: () => import("../bootstrap/children.mjs").Child,
 *   ready: (child: import("../bootstrap/children.mjs").Child) => Promise<unknown>,
 *   say: (line: string) => void,
 *   nowMs?: () => number,
 * }} options
 * @returns {Promise<import("../bootstrap/children.mjs").Child>}
 */
export async function keepRunning(first, { start, ready, say, nowMs = () => performance.now() }) {
  const endedAt = [];
  let child = first;
  for (;;) {
    const how = await child.exited;
    endedAt.push(nowMs());
    const recently = endedAt.filter((ms) => nowMs() - ms < withinMs).length;
    if (recently > mostStarts) return child;
    keepLog(child);
    try {
      child = start();
    } catch (error) {
      if (error instanceof StopRequested) return new Promise(() => {});
      throw error;
    }
    say(`The process "${child.name}" ${how} and is started again …`);
    try {
      await ready(child);
      say(`The process "${child.name}" is back; what it had under way goes on.`);
    } catch (error) {
      // One that ended before it was ready is started once more.
      if (child.isRunning()) throw error;
    }
  }
}

/** The log begins anew with each start; what the one before said stays beside it. */
function keepLog({ logFile }) {
  renameSync(logFile, logFile.replace(/\.log$/, ".before.log"));
}
