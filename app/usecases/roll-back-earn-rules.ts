import type { Instant } from "#core/units";

import { saveEarnRules } from "./save-earn-rules.ts";
import type { SaveEarnRulesPorts, SaveEarnRulesResult } from "./save-earn-rules.ts";

export interface RollBackEarnRulesInput {
  readonly programId: number;
  /** The version whose rules are to hold again. */
  readonly version: number;
  readonly author: string;
  readonly reason: string;
  readonly activeFrom: Instant | null;
}

export type RollBackEarnRulesResult =
  | SaveEarnRulesResult
  | { readonly ok: false; readonly refusal: { readonly code: "earn_rules_version_unknown" } };

/**
 * Makes a new version that says what an earlier one said, and names it. The versions in between stay as they are, and
 * so does what they gave. Judged by the threshold like any other version. Throws the ports' faults.
 */
export async function rollBackEarnRules(
  ports: SaveEarnRulesPorts,
  { version, ...input }: RollBackEarnRulesInput,
): Promise<RollBackEarnRulesResult> {
  const records = await ports.earnRules.listRecords(input.programId);
  const old = records.find((record) => record.version === version);
  if (!old) return { ok: false, refusal: { code: "earn_rules_version_unknown" } };
  return saveEarnRules(ports, { ...input, document: old.document, rollbackOf: version });
}
