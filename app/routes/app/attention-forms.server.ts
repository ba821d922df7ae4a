import { z } from "zod";

import { caseReviewWords, retryEventWords, settleRefusalWords } from "#components/words/attention-words";
import { getWiring } from "#wiring";

import type { IntentEvidence } from "../../usecases/examine-intent.ts";
import type { StaffRequest } from "./staff-request.server.ts";

/** What a decision about something that waits for a person gets back. */
export interface AttentionAnswer {
  readonly ok: boolean;
  readonly message: string;
}

/** A write that waits for a person, with what is known of it; null: there is none. */
export interface EvidenceAnswer {
  readonly evidence: IntentEvidence | null;
}

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const form = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("settle"),
    id,
    claim: z.coerce.number().int().nonnegative(),
    verdict: z.enum(["arrived", "send_again"]),
    note: z.string().trim().max(500).default(""),
  }),
  z.object({ intent: z.literal("review-case"), id, verdict: z.enum(["adopt", "push", "check"]) }),
  z.object({ intent: z.literal("retry-event"), id, shopDomain: z.string().max(255) }),
]);

type Form = z.output<typeof form>;

/** Carries out a decision about a write, a drift case or an event that was set aside. */
export async function answerAttentionForm(
  { program, staff }: Pick<StaffRequest, "program" | "staff">,
  data: FormData,
): Promise<AttentionAnswer> {
  const parsed = form.safeParse(Object.fromEntries(data));
  if (!parsed.success) return { ok: false, message: "The form could not be read. Load the page again" };
  const { programId } = program;
  switch (parsed.data.intent) {
    case "settle":
      return settle(programId, staff, parsed.data);
    case "review-case":
      return reviewCase(programId, staff, parsed.data);
    case "retry-event":
      return retryEvent(programId, parsed.data);
  }
}

async function settle(
  programId: number,
  staff: string,
  { id: intentId, claim, verdict, note }: Extract<Form, { intent: "settle" }>,
): Promise<AttentionAnswer> {
  const result = await getWiring().settleIntent({ programId, intentId, claim, verdict, staff, note });
  if (!result.ok) return { ok: false, message: settleRefusalWords[result.refusal.code] };
  return { ok: true, message: verdict === "arrived" ? "Settled: it arrived" : "It is sent again" };
}

async function reviewCase(
  programId: number,
  staff: string,
  { id: caseId, verdict }: Extract<Form, { intent: "review-case" }>,
): Promise<AttentionAnswer> {
  const { outcome } = await getWiring().reviewDriftCase({ programId, caseId, verdict, staff });
  const isDone = outcome === "adopted" || outcome === "pushed" || outcome === "gone";
  return { ok: isDone || (verdict === "check" && outcome === "remains"), message: caseReviewWords[outcome] };
}

async function retryEvent(
  programId: number,
  { id: eventId, shopDomain }: Extract<Form, { intent: "retry-event" }>,
): Promise<AttentionAnswer> {
  const result = await getWiring().retryInboxEvent({ programId, shopDomain, id: eventId });
  return { ok: result === "due", message: retryEventWords[result] };
}
