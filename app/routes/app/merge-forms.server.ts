import { z } from "zod";

import { undoMergeRefusalWords } from "#components/words/people-words";
import { getWiring } from "#wiring";

import type { StaffRequest } from "./staff-request.server.ts";

/** What a form about a merge gets back. */
export interface MergeAnswer {
  readonly ok: boolean;
  readonly message: string;
}

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const form = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("undo"),
    mergeId: id,
    formKey: z.uuid(),
    asOf: z.iso.datetime({ precision: 3 }),
    note: z.string().trim().max(1000),
  }),
  z.object({
    intent: z.literal("decide"),
    mergeId: id,
    /** Empty: both stay apart. */
    into: z.union([z.literal("").transform(() => null), id]),
  }),
]);

/** Carries out a decision about a merge of two members. */
export async function answerMergeForm(
  { program, staff }: Pick<StaffRequest, "program" | "staff">,
  data: FormData,
): Promise<MergeAnswer> {
  const parsed = form.safeParse(Object.fromEntries(data));
  if (!parsed.success) return { ok: false, message: "The form could not be read. Load the page again" };
  const { programId } = program;
  if (parsed.data.intent === "decide") {
    const { mergeId, into: intoMemberId } = parsed.data;
    const isDecided = await getWiring().decideMerge({ programId, mergeId, intoMemberId, staff });
    if (!isDecided) return { ok: false, message: "This merge has changed since. Load the page again" };
    return { ok: true, message: intoMemberId === null ? "Left apart" : "They are one member now" };
  }
  const { intent: _, ...undo } = parsed.data;
  const result = await getWiring().undoMerge({ programId, staff, ...undo });
  if (result.ok) return { ok: true, message: "The merge is undone" };
  return {
    ok: false,
    message: undoMergeRefusalWords[result.refusal.code] ?? "The ledger refused to undo this merge",
  };
}
