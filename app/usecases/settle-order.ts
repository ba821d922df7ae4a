import { earnCommand, evaluateOrder } from "#core/earning";
import type { Evaluation, KnownOrder, OrderNews } from "#core/earning";
import type { EarnCommand, PostResult } from "#core/ledger";
import { Fault } from "#core/units";

import type { HandledEvent } from "./process-inbox-event.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { CustomerFacts, Members } from "./ports/members.ts";
import type { Orders } from "./ports/orders.ts";
import type { Programs, Shop } from "./ports/programs.ts";

export interface SettleOrderPorts {
  readonly programs: Pick<Programs, "findShopByDomain" | "findProgram" | "listEarnRules">;
  readonly members: Pick<Members, "ensureMember">;
  readonly orders: Orders;
  readonly ledger: Ledger;
}

export interface SettleOrderInput {
  readonly shop: Shop;
  readonly orderId: string;
  readonly news: OrderNews;
  /** The customer of the told facts; null: the order has none, or only a refund was told. */
  readonly customer: CustomerFacts | null;
}

/** A shop whose program is gone; nothing can be decided for it. */
export class ProgramMissingFault extends Fault {
  readonly code = "program_missing";
}

/**
 * Takes in what was told of an order and brings the ledger to what the order earns by all that is known now. Every
 * step may run again: the news merge to the same snapshot, and the commands have keys of their own. When the
 * customer of an order changes, the account it leaves gives back what the ledger holds for it there.
 *
 * Returns "posted" when an entry was made, else "ignored"; the reason names the evaluation. A command that the
 * ledger refuses stays refused, so the event is quarantined for a person. Throws the ports' faults.
 */
export async function settleOrder(ports: SettleOrderPorts, input: SettleOrderInput): Promise<HandledEvent> {
  const { shop, orderId, news, customer } = input;
  const { programId, shopId } = shop;
  const key = { programId, shopId, orderId };
  const program = await ports.programs.findProgram(programId);
  if (!program)
    throw new ProgramMissingFault(`shop ${shopId} names program ${programId}, which does not exist`);
  const member = customer && (await ports.members.ensureMember(programId, shopId, customer));
  const known = await ports.orders.merge(key, news, member?.accountId ?? null);
  const rules = await ports.programs.listEarnRules(programId);
  const evaluation = evaluateOrder(known.snapshot, rules, program);
  const commands = accountTargets(known, evaluation).map(({ accountId, target }) =>
    earnCommand({ shopId, orderId, known }, accountId, target, rules),
  );
  const results = commands.length > 0 ? await ports.ledger.post(programId, commands) : [];
  await ports.orders.saveEvaluation(key, known.revision, evaluation);
  return outcomeOf(evaluation, commands, results);
}

/** What each account is to hold for the order: its own all of it, those it belonged to before nothing. */
function accountTargets(
  known: KnownOrder,
  evaluation: Evaluation,
): { readonly accountId: number; readonly target: Evaluation }[] {
  const left: Evaluation = { ...evaluation, reason: "other_customer", targetMinor: 0 };
  const former = known.formerAccountIds
    .filter((accountId) => accountId !== known.accountId)
    .map((accountId) => ({ accountId, target: left }));
  return known.accountId === null ? former : [...former, { accountId: known.accountId, target: evaluation }];
}

function outcomeOf(
  { reason }: Evaluation,
  commands: readonly EarnCommand[],
  results: readonly PostResult[],
): HandledEvent {
  const accepted = results.filter((result) => result.ok);
  const refused = results.findIndex((result) => !result.ok);
  const refusal = results[refused];
  if (refusal && !refusal.ok) {
    return {
      outcome: "quarantined",
      reason: `${reason}: ${refusal.refusal.code} for ${commands[refused]?.key}`,
    };
  }
  const shortfallMinor = accepted.reduce((sum, result) => sum + result.shortfallMinor, 0);
  const shortfall = shortfallMinor > 0 ? `, ${shortfallMinor} minor units could not be taken back` : "";
  const posted = accepted.some((result) => result.outcome === "posted");
  if (!posted && accepted.some((result) => result.outcome === "superseded")) {
    return { outcome: "ignored", reason: "superseded" };
  }
  return { outcome: posted ? "posted" : "ignored", reason: `${reason}${shortfall}` };
}
