import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { ClearFailure } from "./clear-failure.mjs";

/**
 * Waits until a program that was started answers; one that ends instead is a failure that shows the end of its log.
 *
 * @param {import("./children.mjs").Child} child
 * @param {() => Promise<unknown>} probe resolves once the program answers, rejects before
 * @param {{deadlineMs?: number}} [options]
 */
export async function waitUntilReady(child, probe, { deadlineMs = 60_000 } = {}) {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const probed = await probe().then(
      () => null,
      (error) => error,
    );
    if (probed === null) return;
    if (!child.isRunning())
      throw new ClearFailure(
        `${logTail(child)}\n${child.name} ${await child.exited} while starting; the end of its log is above.`,
      );
    if (Date.now() > deadline) {
      throw new ClearFailure(
        `${logTail(child)}\n${child.name} does not answer after ${deadlineMs / 1000} seconds (${probed.message}); the end of its log is above.`,
      );
    }
    await delay(50);
  }
}

/** The last lines that a program wrote. */
export function logTail({ logFile }, lines = 25) {
  try {
    return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "(it wrote no log)";
  }
}
