import { expireLotsCommand } from "#core/clockwork";

import type { DueCredits } from "./ports/due-credits.ts";
import { runClockwork } from "./run-clockwork.ts";
import type { ClockworkPorts, RunClockworkInput } from "./run-clockwork.ts";

/** Takes what remains of every lot that has expired, and of no other: one entry per account. Returns their number. */
export function expireLots(
  ports: ClockworkPorts & { readonly dueCredits: Pick<DueCredits, "lotsToExpire"> },
  input: RunClockworkInput,
): Promise<number> {
  return runClockwork(ports, ports.dueCredits.lotsToExpire, expireLotsCommand, input);
}
