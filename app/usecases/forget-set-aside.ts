import { numbersIn } from "#core/people";

import type { ClaimedInboxEvent, InboxOutcome } from "./ports/inbox.ts";
import type { RedactedPeople } from "./ports/redacted-people.ts";

/**
 * What becomes of an event that is about to be set aside without having been understood: when its text holds the number
 * of somebody who was redacted, or of an order of theirs, nobody may look at it any more, and it ends without its body.
 * Another outcome, and a body that no key opens, stay as they are. `attempts` is how often events of its topic are tried:
 * one that ended its process even while it was looked at is set aside unseen.
 */
export async function forgetSetAside(
  { redactedPeople }: { readonly redactedPeople: RedactedPeople },
  {
    event,
    outcome,
    attempts,
  }: {
    readonly event: ClaimedInboxEvent;
    readonly outcome: InboxOutcome;
    readonly attempts: number;
  },
): Promise<InboxOutcome> {
  if (outcome.outcome !== "quarantined" || event.attempt > attempts + 1) return outcome;
  const text = openOrNull(event);
  if (text === null) return outcome;
  const isAboutRedacted = await redactedPeople.areAmong(event.shopDomain, () => numbersIn(text));
  return isAboutRedacted ? withoutBody(outcome.reason) : outcome;
}

/** The end of an event of somebody who was redacted that a person would have been asked to look at. */
export function withoutBody(reason: string): InboxOutcome {
  return { outcome: "ignored", reason: `redacted: ${reason}`, forgetBody: true };
}

function openOrNull(event: ClaimedInboxEvent): string | null {
  try {
    return event.openBody();
  } catch {
    // The key may come back, and with it a person who lets the event be applied again.
    return null;
  }
}
