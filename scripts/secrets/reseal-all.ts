import { Fault } from "../../app/core/units/index.ts";
import { createResealer } from "../../app/wiring/reseal.server.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";

/**
 * Usage: npm run secrets:reseal
 * Seals every token and password with the first of SECRET_KEYS. Reads the app's environment; may run beside it, and
 * again. Exits with 1 when something is sealed with a key that is not in the list.
 */
export async function resealAll(): Promise<void> {
  const show = process.stderr.isTTY;
  try {
    const resealer = createResealer();
    const { resealed, unopened } = await resealer.reseal((soFar) => {
      if (show) process.stderr.write(`\r${soFar.resealed} sealed anew`);
    });
    await resealer.close();
    if (show) process.stderr.write("\n");
    process.stdout.write(
      `${resealed} sealed anew with the first key; nothing of them needs another key now.\n`,
    );
    if (unopened === 0) return;
    process.stdout.write(
      `${unopened} could not be opened with any key, and are of no use: save them again.\n`,
    );
    process.exitCode = 1;
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure;
    throw new ClearFailure(`Sealing anew stopped: ${failure.message}. Run it again: it goes on.`, {
      cause: failure,
    });
  }
}
