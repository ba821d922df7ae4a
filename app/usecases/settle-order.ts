import { earnCommand, orderSubject, releaseCommand } from "#core/earning";
import type { AwardTerms, Evaluation, KnownOrder, OrderNews } from "#core/earning";
import type { EarnCommand, PostResult } from "#core/ledger";
import { Fault } from "#core/units";

import { judgeOrder } from "./judge-order.ts";
import type { JudgeOrderPorts } from "./judge-order.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { CustomerFacts, Members } from "./ports/members.ts";
import type { Orders } from "./ports/orders.ts";
import type { Programs, Shop } from "./ports/programs.ts";
import type { WaitingCreditsReader } from "./ports/waiting-credits.ts";

export interface SettleOrderPorts extends JudgeOrderPorts {
  readonly programs: Pick<Programs, "findShopByDomain" | "findProgram">;
  readonly members: Pick<Members, "ensureMember" | "findByAccount">;
  readonly orders: Orders;
  readonly ledger: Ledger;
  readonly waitingCredits: WaitingCreditsReader;
}

export interface SettleOrderInput {
  readonly shop: Shop;
  readonly orderId: string;
  readonly news: OrderNews;
  /** The customer of the told facts; null: the order has none, or no facts were told. */
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
  const { evaluation, terms } = await judgeOrder(ports, { program, key, shopDomain: shop.domain, known });
  const commands = await commandsFor(ports, input, known, evaluation, terms);
  const results = commands.length > 0 ? await ports.ledger.post(programId, commands) : [];
  await ports.orders.saveEvaluation(key, known.revision, evaluation);
  return outcomeOf(evaluation, commands, results);
}

/** What each account is to hold for the order: its own all of it, those it belonged to before nothing. */
async function commandsFor(
  ports: SettleOrderPorts,
  { shop, orderId }: SettleOrderInput,
  known: KnownOrder,
  evaluation: Evaluation,
  terms: AwardTerms,
): Promise<EarnCommand[]> {
  const order = { shopId: shop.shopId, orderId, known };
  const left: Evaluation = { ...evaluation, reason: "other_customer", targetMinor: 0, pending: null };
  const former = known.formerAccountIds
    .filter((accountId) => accountId !== known.accountId)
    .map((accountId) => earnCommand(order, accountId, left, terms));
  if (known.accountId === null) return former;
  const earn = earnCommand(order, known.accountId, evaluation, terms);
  if (!mayRelease(evaluation, terms)) return [...former, earn];
  const waiting = await ports.waitingCredits.find(shop.programId, known.accountId, orderSubject(order));
  const release = waiting.waitingMinor > 0 ? [releaseCommand(earn, waiting)] : [];
  return [...former, ...release, earn];
}

/** True when credits that waited for the order's payment or fulfilment wait no longer. */
function mayRelease({ targetMinor, pending }: Evaluation, terms: AwardTerms): boolean {
  const waits = terms.pending?.until === "fulfilled" || terms.pending?.until === "paid";
  return waits && targetMinor > 0 && !pending;
}

function outcomeOf(
  { reason }: Evaluation,
  commands: readonly EarnCommand[],
  results: readonly PostResult[],
): HandledEvent {
  const accepted = results.filter((result) => result.ok);
  const refused = results.findIndex(
    (result, index) => !result.ok && !isReleasedAlready(commands[index], result),
  );
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

/** Whoever saw the same lots waiting at the same moment has released them with other knowledge of the order. */
function isReleasedAlready(command: EarnCommand | undefined, result: PostResult): boolean {
  return (
    command?.reasonCode === "released" && !result.ok && result.refusal.code === "key_used_with_other_content"
  );
}
