import type { EarnCommand } from "../ledger/index.ts";
import { addDays } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import { NO_DAY_YET } from "./award-terms.ts";
import type { AwardTerms } from "./award-terms.ts";
import type { KnownOrder } from "./known-order.ts";
import type { OrderSnapshot } from "./order-facts.ts";
import type { Evaluation } from "./types.ts";

/** An order of a shop, as it is known. */
export interface EarningOrder {
  readonly shopId: number;
  readonly orderId: string;
  readonly known: Pick<KnownOrder, "snapshot" | "revision">;
}

/** Credits that an account holds for an order without a day on which they become available. */
export interface WaitingCredits {
  /** All that the ledger counts as earned for the order. */
  readonly earnedMinor: number;
  /** What of it still waits; zero or more. */
  readonly waitingMinor: number;
  /** The entries that made the waiting lots, in their order. */
  readonly entrySeqs: readonly number[];
}

/** Names an order in the ledger: what its entries are about. */
export function orderSubject({ shopId, orderId }: Pick<EarningOrder, "shopId" | "orderId">): string {
  return `shop/${shopId}/order/${orderId}`;
}

/**
 * The command that brings what an account holds for an order to the evaluation's target. The key names shop, order,
 * account, revision and target: events that say nothing new make the same command again.
 */
export function earnCommand(
  order: EarningOrder,
  accountId: number,
  evaluation: Evaluation,
  terms: Pick<AwardTerms, "expiresAfterDays">,
): EarnCommand {
  const subject = orderSubject(order);
  const effectiveAt = newestInstant(order.known.snapshot);
  const { ruleVersion } = evaluation;
  const availableFrom = dayOf(evaluation.pending ?? null);
  return {
    kind: "earn",
    key: `${subject}/account/${accountId}/earn/${order.known.revision}/${evaluation.targetMinor}`,
    accountId,
    subject,
    subjectVersion: order.known.revision,
    targetMinor: evaluation.targetMinor,
    effectiveAt,
    availableFrom,
    expiresAt: expiryOf(effectiveAt, availableFrom, terms.expiresAfterDays),
    cause:
      ruleVersion === null
        ? { kind: "system", ref: "no earn rule" }
        : { kind: "rule", ref: String(ruleVersion) },
    reasonCode: evaluation.reason,
    shopId: order.shopId,
    trace: evaluation,
  };
}

/**
 * The command that goes before `earn` when what an order's credits waited for has happened: it takes them out of
 * pending, so that `earn` gives them anew, to be spent. It is named after the lots that it empties: whoever else saw
 * them waiting makes the same key, and only the first has its effect.
 */
export function releaseCommand(earn: EarnCommand, waiting: WaitingCredits): EarnCommand {
  return {
    ...earn,
    key: `${earn.subject}/account/${earn.accountId}/release/${waiting.entrySeqs.join(".")}`,
    targetMinor: waiting.earnedMinor - waiting.waitingMinor,
    reasonCode: "released",
  };
}

function dayOf(pending: Evaluation["pending"]): Instant | null {
  if (!pending) return null;
  return pending.until === "day" ? pending.day : NO_DAY_YET;
}

/** Credits expire so many days after they can be spent; while nobody knows that day, they do not. */
function expiryOf(effectiveAt: Instant, availableFrom: Instant | null, days: number | null): Instant | null {
  if (days === null || availableFrom === NO_DAY_YET) return null;
  return addDays(availableFrom !== null && availableFrom > effectiveAt ? availableFrom : effectiveAt, days);
}

/** When the newest thing that is known of the order happened. */
function newestInstant({ facts, refunds, disputes }: OrderSnapshot): Instant {
  const instants = [
    ...refunds.map((refund) => refund.createdAt),
    ...disputes.map((dispute) => dispute.finalizedAt ?? dispute.initiatedAt),
  ];
  if (facts) instants.push(facts.updatedAt);
  return instants.sort().at(-1) ?? "1970-01-01T00:00:00.000Z";
}
