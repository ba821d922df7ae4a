import { judgeFailure, judgeOutage, judgeRetry } from "#core/sync";
import type { DeliveryPolicy } from "#core/sync";
import { formatDecimal } from "#core/units";

import { ensureExigoCustomer } from "./ensure-exigo-customer.ts";
import type { EnsureExigoCustomerResult } from "./ensure-exigo-customer.ts";
import type { DriftCases } from "./ports/drift.ts";
import type { Exigo, ExigoConnection, ExigoConnections, ExigoFailure } from "./ports/exigo.ts";
import type { ClaimedIntent, IntentOutcome, Intents } from "./ports/intents.ts";
import type { Members } from "./ports/members.ts";
import { lookUpPoints, referenceOf } from "./look-up-points.ts";
import { readExigoBalance } from "./read-exigo-balance.ts";

export interface DeliverPointsPorts {
  readonly intents: Pick<Intents, "markSending">;
  readonly exigoConnections: Pick<ExigoConnections, "find" | "pause">;
  readonly exigo: Exigo;
  readonly members: Pick<
    Members,
    "findByAccount" | "claimExigoLink" | "releaseExigoLink" | "linkExigoCustomer"
  >;
  readonly drift: Pick<DriftCases, "expectation">;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
}

/** What every step of a delivery needs to know. */
export interface Delivery {
  readonly intent: ClaimedIntent;
  readonly connection: ExigoConnection;
  readonly policy: DeliveryPolicy;
}

const NO_CONNECTION_MS = 60_000;
/** Somebody else looks for the member's customer; that takes three calls at most. */
const OTHERS_LOOK_MS = 1_000;

/**
 * Carries a claimed `exigo.point` intent one step on: sends it behind a fence, or looks up what became of it.
 * Returns what the claim is to end with; null when the claim was lost before anything was sent.
 */
export async function deliverPoints(
  ports: DeliverPointsPorts,
  intent: ClaimedIntent,
  policy: DeliveryPolicy,
): Promise<IntentOutcome | null> {
  const connection = await ports.exigoConnections.find(intent.programId);
  if (connection?.state !== "active" || connection.mirror !== intent.mirror) {
    return waitForConnection(intent, connection);
  }
  const delivery = { intent, connection, policy };
  return intent.state === "unknown" ? lookUp(ports, delivery) : send(ports, delivery);
}

function waitForConnection(intent: ClaimedIntent, connection: ExigoConnection | null): IntentOutcome {
  const error = whyItWaits(intent, connection);
  if (intent.state === "unknown") return { state: "unknown", inMs: NO_CONNECTION_MS, error };
  return { state: "due", inMs: NO_CONNECTION_MS, error, countsAsAttempt: false };
}

function whyItWaits(intent: ClaimedIntent, connection: ExigoConnection | null): string {
  if (!connection) return "there is no connection";
  if (connection.mirror !== intent.mirror) return "the connection leads to another place in Exigo";
  return `the connection is paused: ${connection.pausedReason ?? ""}`;
}

async function send(ports: DeliverPointsPorts, delivery: Delivery): Promise<IntentOutcome | null> {
  const { intent, connection } = delivery;
  const customer = await customerOf(ports, delivery);
  if (!customer.ok) return afterNoCustomer(ports, delivery, customer);
  const { exigoCustomerId } = customer;
  const before = await readExigoBalance(ports, connection, { ...intent, exigoCustomerId });
  if (!before.ok) return afterReadFailure(ports, delivery, before);
  const fence = { balanceMinor: before.balanceMinor, readAgainInSeconds: connection.pollSeconds };
  if (!(await ports.intents.markSending(intent, fence))) return null;
  const answer = await ports.exigo.addPoints(connection, {
    exigoCustomerId,
    amount: formatDecimal(intent.amountMinor, intent.scale),
    reference: referenceOf(intent),
  });
  if (answer.ok) return { state: "confirmed", remoteRef: answer.value.transactionId };
  return answer.failure === "out_of_reach"
    ? beforeSending(ports, delivery, answer)
    : afterFailure(ports, delivery, answer);
}

async function customerOf(
  ports: DeliverPointsPorts,
  { intent, connection }: Delivery,
): Promise<EnsureExigoCustomerResult> {
  const { exigoCustomerId } = intent;
  return exigoCustomerId === null
    ? ensureExigoCustomer(ports, connection, intent)
    : { ok: true, exigoCustomerId };
}

async function lookUp(ports: DeliverPointsPorts, delivery: Delivery): Promise<IntentOutcome> {
  const { outcome, failure } = await lookUpPoints(ports, delivery);
  if (failure) await pauseIfUnauthorized(ports, delivery, failure);
  return outcome;
}

async function afterNoCustomer(
  ports: DeliverPointsPorts,
  delivery: Delivery,
  result: Exclude<EnsureExigoCustomerResult, { ok: true }>,
): Promise<IntentOutcome> {
  if (result.by === "other") {
    const error = "the member's Exigo customer is being looked for";
    return { state: "due", inMs: OTHERS_LOOK_MS, error, countsAsAttempt: false };
  }
  if (result.by === "person") return { state: "needs_review", error: result.message };
  const { failure } = result;
  if (failure.failure !== "unknown") return beforeSending(ports, delivery, failure);
  const { attempts } = delivery.intent;
  const retry = judgeRetry(failure.message, { attempts, jitter: ports.jitter() }, delivery.policy);
  if (retry.state !== "due") return retry;
  // The customer may still come into being; the next try looks by key, and must not look too early.
  return { ...retry, inMs: Math.max(retry.inMs, delivery.policy.quietMs) };
}

/** Nothing was sent yet, so what Exigo does not let us read is no verdict on the write itself. */
async function afterReadFailure(
  ports: DeliverPointsPorts,
  delivery: Delivery,
  failure: ExigoFailure,
): Promise<IntentOutcome> {
  if (failure.failure === "refused") return { state: "needs_review", error: failure.message };
  return beforeSending(ports, delivery, failure);
}

/** Exigo did not answer, and nothing has left. */
async function beforeSending(
  ports: DeliverPointsPorts,
  delivery: Delivery,
  failure: ExigoFailure,
): Promise<IntentOutcome> {
  if (failure.failure !== "out_of_reach" && failure.failure !== "retryable") {
    return afterFailure(ports, delivery, failure);
  }
  return judgeOutage(failure.message, { claim: delivery.intent.claim, jitter: ports.jitter() });
}

async function afterFailure(
  ports: DeliverPointsPorts,
  delivery: Delivery,
  failure: ExigoFailure,
): Promise<IntentOutcome> {
  await pauseIfUnauthorized(ports, delivery, failure);
  const progress = { attempts: delivery.intent.attempts, jitter: ports.jitter() };
  return judgeFailure(failure, progress, delivery.policy);
}

async function pauseIfUnauthorized(
  ports: DeliverPointsPorts,
  { connection }: Delivery,
  failure: ExigoFailure,
): Promise<void> {
  if (failure.failure === "unauthorized") await ports.exigoConnections.pause(connection, failure.message);
}
