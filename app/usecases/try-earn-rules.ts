import { compileOnce, compileRules, createTrial, versionInForce } from "#core/rules";
import type { EarnRulesDocument, TrialResult } from "#core/rules";

import type { EarnRules } from "./ports/earn-rules.ts";
import type { OrderRange, PastOrders } from "./ports/past-orders.ts";
import type { Programs } from "./ports/programs.ts";
import type { TimeZones } from "./ports/time-zones.ts";

export interface TryEarnRulesPorts {
  readonly programs: Pick<Programs, "findProgram">;
  readonly earnRules: Pick<EarnRules, "listVersions">;
  readonly timeZones: TimeZones;
  readonly pastOrders: PastOrders;
}

export interface TryEarnRulesInput extends OrderRange {
  readonly programId: number;
  readonly draft: EarnRulesDocument;
  /** Winners and losers to name, each. */
  readonly shownMembers: number;
  /** Told after each page. */
  readonly onProgress?: (done: { readonly orders: number; readonly total: number }) => void;
}

export type TryEarnRulesRefusal =
  { readonly code: "program_unknown" } | { readonly code: "time_zone_unknown"; readonly timeZone: string };

export type TryEarnRulesResult =
  | { readonly ok: true; readonly result: TrialResult }
  | { readonly ok: false; readonly refusal: TryEarnRulesRefusal };

/**
 * Says what a draft would have cost on past orders, beside what the versions of their days give: in all, by rule, and
 * who has more and who less. Orders are judged as they are known now, refunds included. Writes nothing. Throws the
 * ports' faults.
 */
export async function tryEarnRules(
  ports: TryEarnRulesPorts,
  { programId, draft, shownMembers, onProgress, from, until }: TryEarnRulesInput,
): Promise<TryEarnRulesResult> {
  const program = await ports.programs.findProgram(programId);
  if (!program) return { ok: false, refusal: { code: "program_unknown" } };
  const calendar = ports.timeZones.calendarOf(draft.timeZone);
  if (!calendar) return { ok: false, refusal: { code: "time_zone_unknown", timeZone: draft.timeZone } };
  const versions = await ports.earnRules.listVersions(programId);
  const trial = createTrial({
    live: (placedAt) => {
      const version = versionInForce(versions, placedAt);
      return version && compileOnce(version, program);
    },
    draft: compileRules({ document: draft, calendar }, program),
  });
  const range = { from, until };
  const total = await ports.pastOrders.count(programId, range);
  let orders = 0;
  for await (const page of ports.pastOrders.read(programId, range)) {
    for (const order of page) trial.take(order);
    orders += page.length;
    onProgress?.({ orders, total });
  }
  return { ok: true, result: trial.result(shownMembers) };
}
