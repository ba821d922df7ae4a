import type { EarnCommand } from "../ledger/index.ts";
import { addDays } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { KnownOrder } from "./known-order.ts";
import type { EarnRuleVersion, Evaluation, OrderSnapshot } from "./types.ts";

/** An order of a shop, as it is known. */
export interface EarningOrder {
  readonly shopId: number;
  readonly orderId: string;
  readonly known: Pick<KnownOrder, "snapshot" | "revision">;
}

/**
 * The command that brings what an account holds for an order to the evaluation's target. The key names shop, order,
 * account, revision and target: events that say nothing new make the same command again.
 */
export function earnCommand(
  order: EarningOrder,
  accountId: number,
  evaluation: Evaluation,
  rules: readonly EarnRuleVersion[],
): EarnCommand {
  const subject = `shop/${order.shopId}/order/${order.orderId}`;
  const effectiveAt = newestInstant(order.known.snapshot);
  const { ruleVersion } = evaluation;
  const days = rules.find((rule) => rule.version === ruleVersion)?.document.expiresAfterDays ?? null;
  return {
    kind: "earn",
    key: `${subject}/account/${accountId}/earn/${order.known.revision}/${evaluation.targetMinor}`,
    accountId,
    subject,
    subjectVersion: order.known.revision,
    targetMinor: evaluation.targetMinor,
    effectiveAt,
    availableFrom: null,
    expiresAt: days === null ? null : addDays(effectiveAt, days),
    cause:
      ruleVersion === null
        ? { kind: "system", ref: "no earn rule" }
        : { kind: "rule", ref: String(ruleVersion) },
    reasonCode: evaluation.reason,
    shopId: order.shopId,
    trace: evaluation,
  };
}

/** When the newest thing that is known of the order happened. */
function newestInstant({ facts, refunds }: OrderSnapshot): Instant {
  const instants = refunds.map((refund) => refund.createdAt);
  if (facts) instants.push(facts.updatedAt);
  return instants.sort().at(-1) ?? "1970-01-01T00:00:00.000Z";
}
