import { differenceOf, needsApproval } from "#core/rules";
import type { EarnRulesDocument } from "#core/rules";
import type { Instant } from "#core/units";

import type { EarnRules, EarnRulesRecord } from "./ports/earn-rules.ts";
import type { Programs } from "./ports/programs.ts";
import type { TimeZones } from "./ports/time-zones.ts";

export interface SaveEarnRulesPorts {
  readonly programs: Pick<Programs, "findProgram">;
  readonly earnRules: Pick<EarnRules, "listRecords" | "add" | "findThreshold">;
  readonly timeZones: TimeZones;
}

export interface SaveEarnRulesInput {
  readonly programId: number;
  readonly document: EarnRulesDocument;
  /** Who changed it, as the history shows it. */
  readonly author: string;
  /** Why, for the history; may be empty. */
  readonly reason: string;
  /** From when orders are judged by it; null or past: from now on. */
  readonly activeFrom: Instant | null;
}

export type SaveEarnRulesRefusal =
  | { readonly code: "program_unknown" }
  | { readonly code: "time_zone_unknown"; readonly timeZone: string }
  | { readonly code: "earn_rules_other_currency"; readonly currency: string };

export type SaveEarnRulesResult =
  /** `changed` is false: the newest version says the same, and none was made. */
  | { readonly ok: true; readonly record: EarnRulesRecord; readonly changed: boolean }
  | { readonly ok: false; readonly refusal: SaveEarnRulesRefusal };

/**
 * Stores the next version of the program's earn rules. One that gives more at a time than the program's threshold
 * judges nothing until a second person approves it. Saving what the newest version says makes none, unless it is
 * scheduled for a day of its own. Throws the ports' faults.
 */
export async function saveEarnRules(
  ports: SaveEarnRulesPorts,
  input: SaveEarnRulesInput & { readonly rollbackOf?: number },
): Promise<SaveEarnRulesResult> {
  const { programId, document, author, reason, activeFrom, rollbackOf } = input;
  const program = await ports.programs.findProgram(programId);
  if (!program) return refused({ code: "program_unknown" });
  if (document.currency !== program.currency)
    return refused({ code: "earn_rules_other_currency", currency: program.currency });
  const calendar = ports.timeZones.calendarOf(document.timeZone);
  if (!calendar) return refused({ code: "time_zone_unknown", timeZone: document.timeZone });
  const newest = (await ports.earnRules.listRecords(programId)).at(-1);
  const saysTheSame = newest?.state !== "declined" && differenceOf(newest?.document, document).length === 0;
  if (newest && saysTheSame && activeFrom === null) return { ok: true, record: newest, changed: false };
  const threshold = await ports.earnRules.findThreshold(programId);
  const record = await ports.earnRules.add(programId, {
    ...{ document, calendar, author, reason, activeFrom },
    rollbackOf: rollbackOf ?? null,
    needsApproval: needsApproval(document, threshold),
  });
  return { ok: true, record, changed: true };
}

function refused(refusal: SaveEarnRulesRefusal): SaveEarnRulesResult {
  return { ok: false, refusal };
}
