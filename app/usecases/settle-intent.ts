import { settleIntent as decide } from "#core/sync";
import type { IntentVerdict, SettleRefusal } from "#core/sync";

import type { Intents } from "./ports/intents.ts";
import type { WakeUp } from "./ports/wake-up.ts";

export interface SettleIntentInput {
  readonly programId: number;
  readonly intentId: number;
  /** The claim that the person saw the end of; decided twice, it has one effect. */
  readonly claim: number;
  readonly verdict: IntentVerdict;
  /** Shopify's id of the member of staff. */
  readonly staff: string;
  /** Empty: none. */
  readonly note: string;
}

export type SettleIntentResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly refusal:
        SettleRefusal | { readonly code: "intent_unknown" } | { readonly code: "intent_changed" };
    };

/**
 * Settles by a person's verdict a write that waits for one, and lets the account's next writes go. Refusals:
 * `intent_unknown`, `intent_changed` (somebody else decided, or it was tried again since), `intent_not_waiting`,
 * `intent_cannot_have_arrived`.
 */
export async function settleIntent(
  ports: {
    readonly intents: Pick<Intents, "find" | "findVerdict" | "settle">;
    readonly wakeUp: Pick<WakeUp, "intent">;
  },
  { programId, intentId, claim, verdict, staff, note }: SettleIntentInput,
): Promise<SettleIntentResult> {
  const intent = await ports.intents.find(programId, intentId);
  if (!intent) return { ok: false, refusal: { code: "intent_unknown" } };
  const decided = decide({ ...intent, wasSent: intent.sentAt !== null }, verdict);
  if (intent.claim === claim && decided.ok) {
    const from = intent.state;
    const { settlement } = decided;
    const decision = { programId, id: intentId, claim, from, settlement, verdict, staff, note };
    if (await ports.intents.settle(decision)) {
      await ports.wakeUp.intent(programId, intentId);
      return { ok: true };
    }
  }
  // The same decision sent twice: the first did it.
  const earlier = await ports.intents.findVerdict(programId, intentId, claim);
  if (earlier === verdict) return { ok: true };
  const refusal = decided.ok || earlier !== null ? { code: "intent_changed" as const } : decided.refusal;
  return { ok: false, refusal };
}
