import { toSimpleRule, writeSimpleRule } from "#core/rules";
import type { SimpleEarnRule } from "#core/rules";

import { saveEarnRules } from "./save-earn-rules.ts";
import type { SaveEarnRulesPorts, SaveEarnRulesRefusal, SaveEarnRulesResult } from "./save-earn-rules.ts";

export interface SaveEarnRuleInput {
  readonly programId: number;
  /** The currency is the program's own. */
  readonly rule: Pick<SimpleEarnRule, "enabled" | "creditsPerUnitMicros" | "rounding" | "expiresAfterDays">;
  /** Who changed it, as the history shows it. */
  readonly author: string;
  /** Why, for the history; may be empty. */
  readonly reason: string;
}

export type SaveEarnRuleRefusal =
  | SaveEarnRulesRefusal
  /** The newest version says more than one simple rule, which saving would forget. */
  | { readonly code: "earn_rules_not_simple" }
  | {
      readonly code: "earn_rule_field_out_of_range";
      readonly field: "creditsPerUnitMicros" | "expiresAfterDays";
      readonly min: number;
      readonly max: number;
    };

export type SaveEarnRuleResult =
  | Extract<SaveEarnRulesResult, { readonly ok: true }>
  | { readonly ok: false; readonly refusal: SaveEarnRuleRefusal };

/** From a millionth of a credit to 10,000 credits per unit of the currency. */
const RATE_MICROS = { min: 1, max: 10_000_000_000 };
const EXPIRY_DAYS = { min: 1, max: 36_500 };

/**
 * Stores the program's earn rules as one rule for every order; it counts for orders placed from now on. Refused when a
 * number is out of its range, and when the rules in force say more than that. Otherwise as {@link saveEarnRules}.
 */
export async function saveEarnRule(
  ports: SaveEarnRulesPorts,
  { programId, rule, author, reason }: SaveEarnRuleInput,
): Promise<SaveEarnRuleResult> {
  const outOfRange = findFieldOutOfRange(rule);
  if (outOfRange) return { ok: false, refusal: outOfRange };
  const program = await ports.programs.findProgram(programId);
  if (!program) return { ok: false, refusal: { code: "program_unknown" } };
  const newest = (await ports.earnRules.listRecords(programId)).at(-1);
  if (newest && !toSimpleRule(newest.document))
    return { ok: false, refusal: { code: "earn_rules_not_simple" } };
  const simple = { kind: "perCurrencyUnit", currency: program.currency, ...rule } as const;
  const document = writeSimpleRule(simple, newest?.document ?? null);
  return saveEarnRules(ports, { programId, document, author, reason, activeFrom: null });
}

function findFieldOutOfRange(rule: SaveEarnRuleInput["rule"]): SaveEarnRuleRefusal | null {
  const { creditsPerUnitMicros, expiresAfterDays } = rule;
  const code = "earn_rule_field_out_of_range";
  if (!isWithin(creditsPerUnitMicros, RATE_MICROS))
    return { code, field: "creditsPerUnitMicros", ...RATE_MICROS };
  if (expiresAfterDays === null || isWithin(expiresAfterDays, EXPIRY_DAYS)) return null;
  return { code, field: "expiresAfterDays", ...EXPIRY_DAYS };
}

function isWithin(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}
