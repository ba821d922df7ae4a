import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import type { Database } from "#adapters/mysql/database";
import { liftSimpleRule, utcCalendar } from "#core/rules";
import type { EarnRulesDocument, SimpleEarnRule } from "#core/rules";

/** Stores a version of a program's rules that is active from now on: one credit per dollar unless said otherwise. */
export async function addSimpleRule(
  database: Database,
  programId: number,
  change: Partial<SimpleEarnRule> = {},
  pending: Partial<EarnRulesDocument["system"]["pending"]> = {},
): Promise<void> {
  const lifted = liftSimpleRule({
    kind: "perCurrencyUnit",
    enabled: true,
    creditsPerUnitMicros: 1_000_000,
    currency: "USD",
    rounding: "floor",
    expiresAfterDays: null,
    ...change,
  });
  const system = { ...lifted.system, pending: { ...lifted.system.pending, ...pending } };
  const document = { ...lifted, system };
  await createMysqlEarnRules(database).add(programId, {
    ...{ document, calendar: utcCalendar, author: "test", reason: "" },
    ...{ activeFrom: null, rollbackOf: null, needsApproval: false },
  });
}
