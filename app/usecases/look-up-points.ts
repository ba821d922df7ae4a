import { judgeAbsence, judgeFound, judgeLookUp, judgeLookUpFailure, judgeRetry } from "#core/sync";
import type { UnknownWrite } from "#core/sync";
import { parseDecimal } from "#core/units";

import type { Delivery, DeliverPointsPorts } from "./deliver-points.ts";
import type { ExigoFailure } from "./ports/exigo.ts";
import type { ClaimedIntent, IntentOutcome } from "./ports/intents.ts";
import { readExigoBalance } from "./read-exigo-balance.ts";

type LookUpPorts = Pick<DeliverPointsPorts, "exigo" | "drift" | "jitter">;

/** `failure`: Exigo could not be asked. */
interface LookUp {
  readonly outcome: IntentOutcome;
  readonly failure: ExigoFailure | null;
}

/** The name that a write carries into Exigo; unique, so that its history can be asked for it. */
export function referenceOf(intent: Pick<ClaimedIntent, "id">): string {
  return `HC-${intent.id}`;
}

/** Milliseconds from the send to the claim, both by the database's clock; zero when nothing was sent. */
export function elapsedSinceSent({ sentAt, claimedAt }: ClaimedIntent): number {
  return sentAt === null ? 0 : Math.max(0, Date.parse(claimedAt) - Date.parse(sentAt));
}

/**
 * Finds out what became of a point write whose answer was lost: by Exigo's history where the connection names one, else
 * by the balance alone. Sends nothing.
 */
export async function lookUpPoints(ports: LookUpPorts, delivery: Delivery): Promise<LookUp> {
  const { intent, policy } = delivery;
  const { attempts, amountMinor, fenceMinor } = intent;
  const progress = { attempts, jitter: ports.jitter() };
  if (fenceMinor === null) {
    // The fence is stored before anything is sent.
    return settled(judgeRetry("the delivery was interrupted before sending", progress, policy));
  }
  const { exigoCustomerId } = intent;
  if (exigoCustomerId === null) {
    const error = "the member's link to Exigo is gone, the write cannot be looked up";
    return settled({ state: "needs_review", error });
  }
  const write = { amountMinor, fenceMinor, elapsedMs: elapsedSinceSent(intent), ...progress };
  if (delivery.connection.historyUrl !== null) {
    const shown = await lookInHistory(ports, delivery, write, exigoCustomerId);
    if (shown) return shown;
  }
  const now = await readExigoBalance(ports, delivery.connection, {
    ...intent,
    exigoCustomerId,
  });
  if (!now.ok) return cannotTell(write, now, delivery);
  return settled(judgeBalance(write, now.balanceMinor, delivery));
}

/** null: the history does not show it. */
async function lookInHistory(
  ports: LookUpPorts,
  delivery: Delivery,
  write: UnknownWrite,
  exigoCustomerId: number,
): Promise<LookUp | null> {
  const { connection, intent } = delivery;
  const found = await ports.exigo.findMovements(connection, {
    exigoCustomerId,
    reference: referenceOf(intent),
  });
  if (!found.ok) return cannotTell(write, found, delivery);
  const movements = found.value.map(({ transactionId, amount }) => ({
    transactionId,
    // What does not fit the unit was not written by us; no amount equals it.
    amountMinor: parseDecimal(amount, intent.scale) ?? Number.NaN,
  }));
  const outcome = judgeFound(write, movements);
  return outcome && settled(outcome);
}

function judgeBalance(
  write: UnknownWrite,
  balanceMinor: number,
  { connection, policy }: Delivery,
): IntentOutcome {
  if (connection.historyUrl === null) return judgeLookUp(write, balanceMinor, policy);
  const historyLagMs = connection.historyLagSeconds * 1_000;
  return judgeAbsence(write, balanceMinor, { ...policy, historyLagMs });
}

function cannotTell(write: UnknownWrite, failure: ExigoFailure, { policy }: Delivery): LookUp {
  return { outcome: judgeLookUpFailure(failure.message, write, policy), failure };
}

function settled(outcome: IntentOutcome): LookUp {
  return { outcome, failure: null };
}
