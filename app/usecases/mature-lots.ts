import { matureCommand } from "#core/clockwork";

import type { DueCredits } from "./ports/due-credits.ts";
import { runClockwork } from "./run-clockwork.ts";
import type { ClockworkPorts, RunClockworkInput } from "./run-clockwork.ts";

/** Makes every pending lot available whose day has come. Returns the number of entries. */
export function matureLots(
  ports: ClockworkPorts & { readonly dueCredits: Pick<DueCredits, "lotsToMature"> },
  input: RunClockworkInput,
): Promise<number> {
  return runClockwork(ports, ports.dueCredits.lotsToMature, matureCommand, input);
}
