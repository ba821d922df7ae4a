import { periodOf, sumOfDays } from "#core/reading";
import type { Period, PeriodName, ProofReport, RollForwardDay } from "#core/reading";

import type { RollForwardScope, Rollup, RollupProgress, ShopLiability } from "./ports/ledger-reading.ts";
import type { Programs, Shop } from "./ports/programs.ts";
import type { Reports } from "./ports/reports.ts";

export interface ReadLiabilityPorts {
  readonly rollup: Pick<Rollup, "rollForward" | "liability" | "progress">;
  readonly programs: Pick<Programs, "listShops">;
  readonly reports: Pick<Reports, "proof">;
}

/** What members hold and how it came to be; amounts in minor units, by booking. */
export interface LiabilityReport {
  readonly period: Period;
  /** Every day of the period, oldest first. */
  readonly days: readonly RollForwardDay[];
  /** All of them as one day. */
  readonly sum: RollForwardDay | null;
  /** At the end of the period. */
  readonly byShop: readonly ShopLiability[];
  readonly shops: readonly Shop[];
  readonly progress: RollupProgress;
  readonly proof: ProofReport;
}

/**
 * The roll-forward of a named period, which ends by the database's clock, with what each shop's entries left and how
 * the ledger was proved. Throws the ports' faults.
 */
export async function readLiability(
  { rollup, programs, reports }: ReadLiabilityPorts,
  { scope, periodName }: { readonly scope: RollForwardScope; readonly periodName: PeriodName },
): Promise<LiabilityReport> {
  const { programId } = scope;
  // How far the roll-up has come is read first: what comes in meanwhile makes the report newer than it says.
  const progress = await rollup.progress(programId);
  const period = periodOf(periodName, progress.now.slice(0, 10));
  const [days, byShop, shops, proof] = await Promise.all([
    rollup.rollForward(scope, period),
    rollup.liability(programId, period.to),
    programs.listShops(programId),
    reports.proof(programId),
  ]);
  return { period, days, sum: sumOfDays(days), byShop, shops, progress, proof };
}
