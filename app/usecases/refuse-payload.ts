import type { HandledEvent } from "./process-inbox-event.ts";
import type { PayloadRefusal } from "./ports/webhook-payloads.ts";

/** A body that cannot be read never heals: the event waits for a person, under the name of the field. */
export function refusePayload(refusal: PayloadRefusal): HandledEvent {
  return { outcome: "quarantined", reason: `${refusal.code}: ${refusal.field || "body"} ${refusal.problem}` };
}
