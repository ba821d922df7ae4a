import { z } from "zod";

import { getWiring } from "#wiring";

import type { StaffRequest } from "./staff-request.server.ts";

/** What a form about an imported balance gets back. */
export interface OpeningAnswer {
  readonly ok: boolean;
  readonly message: string;
}

const form = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** Lets a balance that was refused be tried again, in the name of the member of staff. */
export async function answerOpeningForm(
  { program, staff }: Pick<StaffRequest, "program" | "staff">,
  data: FormData,
): Promise<OpeningAnswer> {
  const parsed = form.safeParse(Object.fromEntries(data));
  const isTriedAgain =
    parsed.success &&
    (await getWiring().tryOpeningAgain({ programId: program.programId, id: parsed.data.id, by: staff }));
  return isTriedAgain
    ? { ok: true, message: "It is tried again" }
    : { ok: false, message: "This balance has changed since. Load the page again" };
}
