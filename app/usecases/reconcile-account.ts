import { judgeDrift, nextPollInMs } from "#core/sync";
import type { NamedDrift } from "#core/sync";

import { nameDrift } from "./name-drift.ts";
import type { NameDriftPorts } from "./name-drift.ts";
import type { DriftCases, Expectation, PollTarget } from "./ports/drift.ts";
import type { Exigo, ExigoConnection, ExigoConnections, ExigoFailure } from "./ports/exigo.ts";
import type { HandOvers } from "./ports/hand-overs.ts";
import type { Ledger } from "./ports/ledger.ts";
import { readExigoBalance } from "./read-exigo-balance.ts";

export interface ReconcileAccountPorts extends NameDriftPorts {
  readonly exigo: Exigo;
  readonly exigoConnections: Pick<ExigoConnections, "pause" | "find">;
  readonly handOvers: Pick<HandOvers, "lookAgain">;
  readonly drift: Pick<
    DriftCases,
    "expectation" | "recordObservation" | "openCase" | "markAdopted" | "push" | "evidence" | "ownersOf"
  >;
  readonly ledger: Ledger;
  /** Runs work while no other process does so under the same name. */
  readonly withLock: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

export interface Reconciliation {
  /**
   * skipped: a write of ours was under way. agreed: no drift. waiting: a drift that the next read is to confirm.
   * adopted: it became an entry. pushed: a write of the opposite is owed. case: a person decides. unreadable: Exigo gave
   * no balance for this account. out_of_reach: Exigo did not answer. deferred: it was not asked, because the calls for
   * now are used up. paused: Exigo refused the login.
   */
  readonly outcome:
    | "skipped"
    | "agreed"
    | "waiting"
    | "adopted"
    | "pushed"
    | "case"
    | "unreadable"
    | "out_of_reach"
    | "deferred"
    | "paused";
  /** Exigo's balance in minor units; null: it was not read. */
  readonly balanceMinor: number | null;
  /** How long Exigo or the budget of calls asks to wait at least, in milliseconds; left out: nobody said. */
  readonly retryInMs?: number;
}

interface Drift {
  readonly target: PollTarget;
  readonly driftMinor: number;
  readonly named: NamedDrift;
  readonly seen: Expectation;
  readonly mirror: number;
  readonly staff: string | null;
}

/** A person's decision to adopt or to write back: exactly this drift, whatever policy and limit say. */
export interface DriftDecision {
  readonly driftMinor: number;
  readonly verdict: "adopt" | "push";
  readonly staff: string;
}

/**
 * What puts balances right by a movement's number, and what does so by the balance, take turns: each would else book
 * what the other is about to.
 */
export function movementsLock(programId: number): string {
  return `exigo-movements/${programId}`;
}

/**
 * Reads Exigo's balance of one account and compares it with what the ledger expects there. A crash between any
 * two steps is healed by the next run: the entry's key is the account's entry count, so however many runs see
 * the same movement, it is booked once.
 */
export async function reconcileAccount(
  ports: ReconcileAccountPorts,
  connection: ExigoConnection,
  {
    target,
    scale,
    decision,
  }: { readonly target: PollTarget; readonly scale: number; readonly decision?: DriftDecision },
): Promise<Reconciliation> {
  const { programId, accountId } = target;
  const before = await ports.drift.expectation(programId, accountId);
  if (before.inFlight > 0 || before.mirror !== connection.mirror)
    return { outcome: "skipped", balanceMinor: null };
  const read = await readExigoBalance(ports, connection, { ...target, scale });
  if (!read.ok) return notRead(ports, connection, read);
  const { balanceMinor } = read;
  const after = await ports.drift.expectation(programId, accountId);
  if (!isUnmoved(before, after)) return { outcome: "skipped", balanceMinor };
  const driftMinor = balanceMinor - after.expectedMinor;
  const record = (driftLeftMinor: number, idleMs: number): Promise<void> =>
    ports.drift.recordObservation(target, {
      balanceMinor,
      driftMinor: driftLeftMinor,
      nextInMs: nextPollInMs({ pollSeconds: connection.pollSeconds, driftMinor: driftLeftMinor, idleMs }),
    });
  if (driftMinor === 0) {
    await record(0, after.idleMs);
    return { outcome: "agreed", balanceMinor };
  }
  const { named, isProved } = await nameDrift(ports, connection, { target, scale, driftMinor });
  const action = decision
    ? decidedAction(decision, driftMinor)
    : judgeDrift({ ...after, driftMinor, named, isProved }, rulesFor(connection, after));
  const drift: Drift = {
    ...{ target, driftMinor, named, seen: after },
    mirror: connection.mirror,
    staff: decision?.staff ?? null,
  };
  const outcome = action === "wait" ? "waiting" : await act(ports, drift, action);
  const isSettled = outcome === "adopted" || outcome === "pushed";
  await record(isSettled ? 0 : driftMinor, isSettled ? 0 : after.idleMs);
  return { outcome, balanceMinor };
}

async function notRead(
  { exigoConnections }: Pick<ReconcileAccountPorts, "exigoConnections">,
  connection: ExigoConnection,
  { failure, message, retryInMs }: ExigoFailure,
): Promise<Reconciliation> {
  const wait = retryInMs === undefined ? {} : { retryInMs };
  switch (failure) {
    case "refused":
      return { outcome: "unreadable", balanceMinor: null };
    case "deferred":
      return { outcome: "deferred", balanceMinor: null, ...wait };
    case "unauthorized":
      await exigoConnections.pause(connection, message);
      return { outcome: "paused", balanceMinor: null };
    case "retryable":
    case "unknown":
    case "out_of_reach":
      return { outcome: "out_of_reach", balanceMinor: null, ...wait };
  }
}

/** What a person decided holds for the drift that the person saw. */
function decidedAction(decision: DriftDecision, driftMinor: number): "adopt" | "push" | "wait" {
  return decision.driftMinor === driftMinor ? decision.verdict : "wait";
}

function rulesFor(
  connection: ExigoConnection,
  { isPushRefused }: Expectation,
): Parameters<typeof judgeDrift>[1] {
  const { driftPolicy, driftLimitMinor: limitMinor, historyUrl, historyLagSeconds } = connection;
  return {
    // What Exigo refused to take back once, it is not asked for again without a person.
    policy: driftPolicy === "push" && isPushRefused ? "review" : driftPolicy,
    limitMinor,
    historyLagMs: historyUrl === null ? null : historyLagSeconds * 1_000,
  };
}

/** A write that began and ended between the two looks has made an entry, too. */
function isUnmoved(before: Expectation, after: Expectation): boolean {
  return (
    after.inFlight === 0 &&
    after.mirror === before.mirror &&
    after.entryCount === before.entryCount &&
    after.pushes === before.pushes &&
    after.expectedMinor === before.expectedMinor
  );
}

async function act(
  ports: ReconcileAccountPorts,
  drift: Drift,
  action: "adopt" | "push" | "case",
): Promise<"adopted" | "pushed" | "case" | "waiting"> {
  if (action === "case") {
    await openCase(ports, drift);
    return "case";
  }
  const { programId, accountId } = drift.target;
  return ports.withLock(movementsLock(programId), async () => {
    const now = await ports.drift.expectation(programId, accountId);
    if (!isUnmoved(drift.seen, now)) return "waiting";
    if (action === "adopt") return (await adopt(ports, drift)) ? "adopted" : "waiting";
    const { caseId } = await openCase(ports, drift);
    return (await ports.drift.push(programId, caseId)) === null ? "waiting" : "pushed";
  });
}

function openCase(
  { drift }: Pick<ReconcileAccountPorts, "drift">,
  { target: { programId, accountId }, driftMinor, named, seen, mirror }: Drift,
): ReturnType<DriftCases["openCase"]> {
  return drift.openCase(programId, {
    ...named,
    accountId,
    mirror,
    amountMinor: driftMinor,
    // A drift that was written back may come again without an entry in between.
    fingerprint: [
      accountId,
      mirror,
      seen.entryCount,
      driftMinor,
      ...(seen.pushes > 0 ? [seen.pushes] : []),
    ].join("/"),
    transactionId: null,
  });
}

/** Returns false when another run has booked another movement first; the next run sees what is left. */
async function adopt(ports: ReconcileAccountPorts, drift: Drift): Promise<boolean> {
  const { programId, accountId } = drift.target;
  const { caseId, foundAt } = await openCase(ports, drift);
  const [result] = await ports.ledger.post(programId, [
    {
      kind: "adoptExigoMovement",
      key: `exigo/${accountId}/after/${drift.seen.entryCount}`,
      accountId,
      amountMinor: drift.driftMinor,
      effectiveAt: foundAt,
      cause: { kind: "exigo", ref: `case/${caseId}` },
      reasonCode: "exigo_movement",
    },
  ]);
  if (!result?.ok || result.entrySeq === null) return false;
  await ports.drift.markAdopted(programId, caseId, result.entrySeq, drift.staff);
  const connection = await ports.exigoConnections.find(programId);
  // The program has moved to another place meanwhile, which lacks what the old one moved.
  if (connection?.mirror !== drift.mirror) await ports.handOvers.lookAgain(programId);
  return true;
}
