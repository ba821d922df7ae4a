import type { ActionFunctionArgs } from "@remix-run/node";

import { answerMergeForm } from "./app/merge-forms.server.ts";
import type { MergeAnswer } from "./app/merge-forms.server.ts";
import { authenticateStaff } from "./app/staff-request.server.ts";

/** Decisions about merges of members, from the member's page. */
export async function action({ request }: ActionFunctionArgs): Promise<MergeAnswer> {
  const staffRequest = await authenticateStaff(request);
  return answerMergeForm(staffRequest, await request.formData());
}
