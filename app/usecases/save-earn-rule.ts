import type { EarnRuleDocument, EarnRuleVersion } from "#core/earning";
import { canonicalJson } from "#core/units";

import type { Programs } from "./ports/programs.ts";

export interface SaveEarnRuleInput {
  readonly programId: number;
  /** The currency is the program's own. */
  readonly document: Pick<
    EarnRuleDocument,
    "enabled" | "creditsPerUnitMicros" | "rounding" | "expiresAfterDays"
  >;
  /** Who changed it, as the history shows it. */
  readonly author: string;
  /** Why, for the history; may be empty. */
  readonly reason: string;
}

export type SaveEarnRuleRefusal =
  | { readonly code: "program_unknown" }
  | {
      readonly code: "earn_rule_field_out_of_range";
      readonly field: "creditsPerUnitMicros" | "expiresAfterDays";
      readonly min: number;
      readonly max: number;
    };

export type SaveEarnRuleResult =
  | { readonly ok: true; readonly rule: EarnRuleVersion; readonly changed: boolean }
  | { readonly ok: false; readonly refusal: SaveEarnRuleRefusal };

/** From a millionth of a credit to 10,000 credits per unit of the currency. */
const RATE_MICROS = { min: 1, max: 10_000_000_000 };
const EXPIRY_DAYS = { min: 1, max: 36_500 };

/**
 * Stores the next version of the program's earn rule; it counts for orders placed from now on. Saving what is active
 * already makes no version (`changed` is false). Refused when a number is out of its range.
 */
export async function saveEarnRule(
  ports: { readonly programs: Pick<Programs, "findProgram" | "listEarnRules" | "addEarnRule"> },
  input: SaveEarnRuleInput,
): Promise<SaveEarnRuleResult> {
  const { programId, author, reason } = input;
  const refusal = findFieldOutOfRange(input.document);
  if (refusal) return { ok: false, refusal };
  const program = await ports.programs.findProgram(programId);
  if (!program) return { ok: false, refusal: { code: "program_unknown" } };
  const document: EarnRuleDocument = {
    kind: "perCurrencyUnit",
    currency: program.currency,
    ...input.document,
  };
  const current = (await ports.programs.listEarnRules(programId)).at(-1);
  if (current && canonicalJson(current.document) === canonicalJson(document)) {
    return { ok: true, rule: current, changed: false };
  }
  const rule = await ports.programs.addEarnRule(programId, { document, author, reason });
  return { ok: true, rule, changed: true };
}

function findFieldOutOfRange(document: SaveEarnRuleInput["document"]): SaveEarnRuleRefusal | null {
  const { creditsPerUnitMicros, expiresAfterDays } = document;
  const code = "earn_rule_field_out_of_range";
  if (!isWithin(creditsPerUnitMicros, RATE_MICROS))
    return { code, field: "creditsPerUnitMicros", ...RATE_MICROS };
  if (expiresAfterDays === null || isWithin(expiresAfterDays, EXPIRY_DAYS)) return null;
  return { code, field: "expiresAfterDays", ...EXPIRY_DAYS };
}

function isWithin(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}
