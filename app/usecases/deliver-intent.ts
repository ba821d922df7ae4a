import { DEFAULT_DELIVERY_POLICY, judgeLookUpFailure, judgeRetry } from "#core/sync";
import type { DeliveryPolicy, IntentState } from "#core/sync";

import { deliverBalance } from "./deliver-balance.ts";
import type { DeliverBalancePorts } from "./deliver-balance.ts";
import { deliverPoints } from "./deliver-points.ts";
import type { DeliverPointsPorts } from "./deliver-points.ts";
import { elapsedSinceSent } from "./look-up-points.ts";
import type { ClaimedIntent, IntentOutcome, Intents } from "./ports/intents.ts";
import type { Programs } from "./ports/programs.ts";

export type DeliverIntentPorts = Omit<DeliverPointsPorts & DeliverBalancePorts, "intents" | "programs"> & {
  readonly intents: Intents;
  readonly programs: Pick<Programs, "findShop">;
  /** Called with a fault that leads to another try. */
  readonly onFailure: (intent: ClaimedIntent, failure: unknown) => void;
};

export interface DeliverIntentInput {
  readonly programId: number;
  readonly id: number;
}

/** Writes of one account that follow one another without a new wake-up; the sweep finds what is left. */
const MOST_IN_A_ROW = 50;

/**
 * Carries out an intent and those of the same account that it held up. Returns where the first one stands now;
 * null when it is not due, done, held up, or another process has it. May run any number of times, at the same
 * time and after a crash: the other system sees each point write once.
 */
export async function deliverIntent(
  ports: DeliverIntentPorts,
  input: DeliverIntentInput,
  policy: DeliveryPolicy = DEFAULT_DELIVERY_POLICY,
): Promise<IntentState | null> {
  const first = await deliverOne(ports, input, policy);
  let nextId = first?.nextId ?? null;
  for (let count = 1; nextId !== null && count < MOST_IN_A_ROW; count += 1) {
    const next = await deliverOne(ports, { programId: input.programId, id: nextId }, policy);
    nextId = next?.nextId ?? null;
  }
  return first?.state ?? null;
}

async function deliverOne(
  ports: DeliverIntentPorts,
  { programId, id }: DeliverIntentInput,
  policy: DeliveryPolicy,
): Promise<{ state: IntentState; nextId: number | null } | null> {
  const intent = await ports.intents.claim(programId, id);
  if (!intent) return null;
  const outcome = await carryOut(ports, intent, policy);
  const end = outcome && (await ports.intents.finish(intent, outcome));
  return end && { state: outcome.state, nextId: end.nextId };
}

async function carryOut(
  ports: DeliverIntentPorts,
  intent: ClaimedIntent,
  policy: DeliveryPolicy,
): Promise<IntentOutcome | null> {
  try {
    return intent.kind === "exigo.point"
      ? await deliverPoints(ports, intent, policy)
      : await deliverBalance(ports, intent, policy);
  } catch (failure) {
    ports.onFailure(intent, failure);
    return afterFault(intent, ports.jitter(), policy);
  }
}

/** A fault may strike after the request left, so a point write goes through a look-up before it is sent again. */
function afterFault(intent: ClaimedIntent, jitter: number, policy: DeliveryPolicy): IntentOutcome {
  const error = "the app failed to carry it out; its log says why";
  if (intent.kind === "exigo.point") {
    return judgeLookUpFailure(error, { elapsedMs: elapsedSinceSent(intent) }, policy);
  }
  return judgeRetry(error, { attempts: intent.attempts, jitter }, policy);
}
