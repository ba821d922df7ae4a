import { z } from "zod";

import type { PostResult } from "#core/ledger";
import { parseDecimal } from "#core/units";
import { refusalWords } from "#components/words/adjust-words";
import { formatCredits } from "#components/unit";
import { getWiring } from "#wiring";

import type { AdjustBalanceResult } from "../../usecases/adjust-balance.ts";
import type { StaffRequest } from "./staff-request.server.ts";

/** Where an answer is shown: next to a field, or above the form. */
export interface FormErrors {
  readonly amount?: string;
  readonly note?: string;
  readonly form?: string;
}

/** What a form that changes a balance gets back. */
export type BalanceAnswer =
  | { readonly ok: true; readonly formKey: string; readonly message: string }
  | { readonly ok: false; readonly formKey: string; readonly errors: FormErrors };

const DAY_MS = 24 * 60 * 60 * 1000;
const CLOCK_SLACK_MS = 60 * 1000;

const identity = {
  formKey: z.uuid(),
  asOf: z.iso.datetime({ precision: 3 }).refine((asOf) => {
    const age = Date.now() - Date.parse(asOf);
    return age > -CLOCK_SLACK_MS && age < DAY_MS;
  }),
  note: z.string().trim().max(1000),
};

const form = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("adjust"),
    ...identity,
    direction: z.enum(["add", "take"]),
    amount: z.string().trim().max(30),
    reasonCode: z.enum(["goodwill", "correction", "promotion", "lost_order", "other"]),
  }),
  z.object({ intent: z.literal("undo"), ...identity, entryKey: z.string().min(1).max(191) }),
]);

/** Carries out what a form of the member's page asks for. */
export async function answerBalanceForm(
  { program, staff }: StaffRequest,
  memberId: number,
  data: FormData,
): Promise<BalanceAnswer> {
  const sent = Object.fromEntries(data);
  const parsed = form.safeParse(sent);
  if (!parsed.success) return unreadable(parsed.error, String(sent["formKey"] ?? ""));
  const { formKey, asOf, note } = parsed.data;
  const common = { programId: program.programId, memberId, staff, formKey, asOf, note };
  if (parsed.data.intent === "undo") {
    const result = await getWiring().reverseEntry({ ...common, entryKey: parsed.data.entryKey });
    return toAnswer(result, formKey, program);
  }
  const { amount, direction, reasonCode } = parsed.data;
  const amountMinor = parseDecimal(amount, program.scale);
  if (amountMinor === null || amountMinor <= 0) {
    return { ok: false, formKey, errors: { amount: amountWords(program.scale) } };
  }
  const result = await getWiring().adjustBalance({
    ...common,
    reasonCode,
    amountMinor: direction === "take" ? -amountMinor : amountMinor,
  });
  return toAnswer(result, formKey, program);
}

function unreadable(error: z.ZodError, formKey: string): BalanceAnswer {
  const fields = new Set(error.issues.map((issue) => issue.path[0]));
  if (fields.has("note"))
    return { ok: false, formKey, errors: { note: "A note has at most 1,000 characters" } };
  return { ok: false, formKey, errors: { form: "This form is out of date. Close it and open it again" } };
}

function amountWords(scale: number): string {
  const places = scale === 0 ? "a whole number" : `a number with at most ${scale} decimal places`;
  return `Enter ${places} above 0, such as ${scale === 0 ? "50" : "12.5"}`;
}

function toAnswer(
  result: AdjustBalanceResult | PostResult,
  formKey: string,
  unit: StaffRequest["program"],
): BalanceAnswer {
  if (result.ok) {
    const missing =
      result.shortfallMinor > 0
        ? `; ${formatCredits(result.shortfallMinor, unit)} could not be taken back`
        : "";
    const changed =
      result.outcome === "posted"
        ? `Balance changed by ${formatCredits(result.amountMinor, unit, true)}`
        : "Nothing changed";
    return { ok: true, formKey, message: `${changed}${missing}` };
  }
  const { refusal } = result;
  if (refusal.code === "not_enough_credits") {
    const available = formatCredits(Math.max(0, refusal.availableMinor), unit);
    return { ok: false, formKey, errors: { amount: `Only ${available} available` } };
  }
  const words = refusalWords[refusal.code];
  return {
    ok: false,
    formKey,
    errors: refusal.code === "amount_is_zero" ? { amount: words } : { form: words },
  };
}
