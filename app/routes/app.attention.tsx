import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { getWiring } from "#wiring";

import { answerAttentionForm } from "./app/attention-forms.server.ts";
import type { AttentionAnswer, EvidenceAnswer } from "./app/attention-forms.server.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";

const idOf = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** What a person needs to decide about one write: `?intent=12`. Reads Exigo, so it is asked for when it is shown. */
export async function loader({ request }: LoaderFunctionArgs): Promise<EvidenceAnswer> {
  const { program } = await authenticateStaff(request);
  const parsed = idOf.safeParse(new URL(request.url).searchParams.get("intent"));
  const evidence = parsed.success
    ? await getWiring().examineIntent({ programId: program.programId, intentId: parsed.data })
    : null;
  return { evidence };
}

/** Decisions about what waits for a person, from whichever page shows it. */
export async function action({ request }: ActionFunctionArgs): Promise<AttentionAnswer> {
  const staffRequest = await authenticateStaff(request);
  return answerAttentionForm(staffRequest, await request.formData());
}
