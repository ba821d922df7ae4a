import { expireHoldCommand } from "#core/clockwork";

import type { DueCredits } from "./ports/due-credits.ts";
import { runClockwork } from "./run-clockwork.ts";
import type { ClockworkPorts, RunClockworkInput } from "./run-clockwork.ts";

/** Gives back every open hold whose time is over. Returns the number of entries. */
export function expireHolds(
  ports: ClockworkPorts & { readonly dueCredits: Pick<DueCredits, "holdsToExpire"> },
  input: RunClockworkInput,
): Promise<number> {
  return runClockwork(ports, ports.dueCredits.holdsToExpire, expireHoldCommand, input);
}
