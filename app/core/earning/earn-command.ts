import type { EarnCommand } from "../ledger/index.ts";
import { addDays } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { EarnRuleVersion, Evaluation, OrderSnapshot } from "./types.ts";

/** An order as it is stored: what is known of it, and how often that has grown. */
export interface EarningOrder {
  readonly shopId: number;
  readonly orderId: string;
  readonly snapshot: OrderSnapshot;
  /**
   * Grows by one with each change of the snapshot, under the lock of its row. It is the version that the ledger
   * orders by, because updated_at is not one: a refund that arrives alone leaves it as it was, and two states of
   * one second share it. So whoever knows less can never overrule whoever knows more.
   */
  readonly revision: number;
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
  const effectiveAt = newestInstant(order.snapshot);
  const { ruleVersion } = evaluation;
  const days = rules.find((rule) => rule.version === ruleVersion)?.document.expiresAfterDays ?? null;
  return {
    kind: "earn",
    key: `${subject}/account/${accountId}/earn/${order.revision}/${evaluation.targetMinor}`,
    accountId,
    subject,
    subjectVersion: order.revision,
    targetMinor: evaluation.targetMinor,
    effectiveAt,
    expiresAt: days === null ? null : addDays(effectiveAt, days),
    cause:
      ruleVersion === null
        ? { kind: "system", ref: "no earn rule" }
        : { kind: "rule", ref: String(ruleVersion) },
    reasonCode: evaluation.reason,
    trace: evaluation,
  };
}

/** When the newest thing that is known of the order happened. */
function newestInstant({ facts, refunds }: OrderSnapshot): Instant {
  const instants = refunds.map((refund) => refund.createdAt);
  if (facts) instants.push(facts.updatedAt);
  return instants.sort().at(-1) ?? "1970-01-01T00:00:00.000Z";
}
