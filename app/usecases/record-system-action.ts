import type { RuleVersion, SystemEvent } from "#core/rules";

import type { SystemActions } from "./ports/system-actions.ts";
import { giveForEvent } from "./record-action.ts";
import type { GiveForEventPorts } from "./record-action.ts";

export interface RecordSystemActionPorts extends GiveForEventPorts {
  readonly systemActions: Pick<SystemActions, "isRecorded" | "record">;
}

export interface RecordSystemActionInput {
  readonly programId: number;
  readonly memberId: number;
  readonly event: SystemEvent;
  /** Tells occasions of the event's kind apart: `once`, the year of a birthday, since when nothing was ordered. */
  readonly occasion: string;
}

/**
 * Gives a member what the rules say for something that came by itself, and remembers that the occasion was looked at,
 * whatever came of it. Cut off in between and done again, or done twice at once, it gives once: the ledger knows the
 * occasion by its key. Returns the outcome's code; null: it was looked at before. Throws the ports' faults.
 */
export async function recordSystemAction(
  ports: RecordSystemActionPorts,
  { programId, memberId, event, occasion }: RecordSystemActionInput,
  versions: readonly RuleVersion[],
): Promise<string | null> {
  const { kind, at } = event;
  if (await ports.systemActions.isRecorded(programId, { memberId, kind, occasion })) return null;
  const given = await giveForEvent(ports, { programId, memberId, event }, versions);
  const outcome = given.ok ? given.outcome : given.refusal.code;
  await ports.systemActions.record(programId, { memberId, kind, occasion, at, outcome });
  return outcome;
}
