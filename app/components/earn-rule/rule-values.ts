import type { SimpleEarnRule } from "#core/rules";
import type { Rounding } from "#core/units";
import { parseDecimal } from "#core/units";

import { formatRate } from "../exact-product.ts";

/** Decimal places of a rate: it is stored in millionths. */
const RATE_SCALE = 6;

/** The earn rule as a form holds it while it is edited. */
export interface RuleValues {
  readonly enabled: boolean;
  readonly rate: string;
  readonly rounding: Rounding;
  readonly expires: boolean;
  readonly expiresAfterDays: string;
  readonly reason: string;
}

/** Messages next to the fields they are about. */
export interface RuleErrors {
  readonly rate?: string;
  readonly expiresAfterDays?: string;
  readonly reason?: string;
  readonly form?: string;
  /** About a version that waits for a second person. */
  readonly decision?: string;
}

/** The values of a form that shows this rule. */
export function toRuleValues(rule: SimpleEarnRule | null): RuleValues {
  return {
    enabled: rule?.enabled ?? true,
    rate: formatRate(rule?.creditsPerUnitMicros ?? 1_000_000),
    rounding: rule?.rounding ?? "floor",
    expires: rule !== null && rule.expiresAfterDays !== null,
    expiresAfterDays: String(rule?.expiresAfterDays ?? 365),
    reason: "",
  };
}

type RuleFields = Pick<SimpleEarnRule, "enabled" | "creditsPerUnitMicros" | "rounding" | "expiresAfterDays">;

/** Reads a form's values; what cannot be read is named by field. */
export function readRuleValues(
  values: RuleValues,
): { readonly ok: true; readonly fields: RuleFields } | { readonly ok: false; readonly errors: RuleErrors } {
  const { enabled, rounding, expires } = values;
  const creditsPerUnitMicros = parseDecimal(values.rate, RATE_SCALE);
  const days = /^\d{1,5}$/.test(values.expiresAfterDays.trim()) ? Number(values.expiresAfterDays) : null;
  const errors: RuleErrors = {
    ...(creditsPerUnitMicros === null || creditsPerUnitMicros <= 0
      ? { rate: "Enter a number above 0 with at most 6 decimal places, such as 1 or 0.5" }
      : {}),
    ...(expires && (days === null || days === 0)
      ? { expiresAfterDays: "Enter a whole number of days, at least 1" }
      : {}),
  };
  if (creditsPerUnitMicros === null || Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    fields: { enabled, rounding, creditsPerUnitMicros, expiresAfterDays: expires ? days : null },
  };
}
