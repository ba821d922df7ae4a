import { judgeDrift, nextPollInMs } from "#core/sync";

import type { DriftCases, Expectation, PollTarget } from "./ports/drift.ts";
import type { Exigo, ExigoConnection, ExigoConnections } from "./ports/exigo.ts";
import type { HandOvers } from "./ports/hand-overs.ts";
import type { Ledger } from "./ports/ledger.ts";
import { readExigoBalance } from "./read-exigo-balance.ts";

export interface ReconcileAccountPorts {
  readonly exigo: Exigo;
  readonly exigoConnections: Pick<ExigoConnections, "pause" | "find">;
  readonly handOvers: Pick<HandOvers, "lookAgain">;
  readonly drift: Pick<DriftCases, "expectation" | "recordObservation" | "openCase" | "markAdopted">;
  readonly ledger: Ledger;
}

export interface Reconciliation {
  /**
   * skipped: a write of ours was under way. agreed: no drift. waiting: a drift that the next read is to confirm.
   * adopted: it became an entry. case: a person decides. unreadable: Exigo gave no balance for this account.
   * out_of_reach: Exigo did not answer. paused: Exigo refused the login.
   */
  readonly outcome:
    "skipped" | "agreed" | "waiting" | "adopted" | "case" | "unreadable" | "out_of_reach" | "paused";
}

interface Drift {
  readonly target: PollTarget;
  readonly driftMinor: number;
  readonly entryCount: number;
  readonly mirror: number;
  readonly staff: string | null;
}

/** A person's decision to adopt: exactly this drift, whatever policy and limit say. */
export interface AdoptDecision {
  readonly driftMinor: number;
  readonly staff: string;
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
  }: { readonly target: PollTarget; readonly scale: number; readonly decision?: AdoptDecision },
): Promise<Reconciliation> {
  const { programId, accountId } = target;
  const before = await ports.drift.expectation(programId, accountId);
  if (before.inFlight > 0 || before.mirror !== connection.mirror) return { outcome: "skipped" };
  const read = await readExigoBalance(ports, connection, { ...target, scale });
  if (!read.ok) {
    if (read.failure === "refused") return { outcome: "unreadable" };
    if (read.failure !== "unauthorized") return { outcome: "out_of_reach" };
    await ports.exigoConnections.pause(connection, read.message);
    return { outcome: "paused" };
  }
  const after = await ports.drift.expectation(programId, accountId);
  if (!isUnmoved(before, after)) return { outcome: "skipped" };

  const { balanceMinor } = read;
  const { action, driftMinor } = judgeDrift({
    balanceMinor,
    expectedMinor: after.expectedMinor,
    lastDriftMinor: decision ? decision.driftMinor : after.lastDriftMinor,
    policy: decision ? "adopt" : connection.driftPolicy,
    limitMinor: decision ? Math.abs(decision.driftMinor) : connection.driftLimitMinor,
  });
  const { pollSeconds } = connection;
  const record = (driftLeftMinor: number, idleMs: number): Promise<void> =>
    ports.drift.recordObservation(target, {
      balanceMinor,
      driftMinor: driftLeftMinor,
      nextInMs: nextPollInMs({ pollSeconds, driftMinor: driftLeftMinor, idleMs }),
    });
  if (action === "nothing" || action === "wait") {
    await record(driftMinor, after.idleMs);
    return { outcome: action === "wait" ? "waiting" : "agreed" };
  }
  const drift = {
    target,
    driftMinor,
    entryCount: after.entryCount,
    mirror: connection.mirror,
    staff: decision?.staff ?? null,
  };
  if (action === "case") {
    await openCase(ports, drift);
    await record(driftMinor, after.idleMs);
    return { outcome: "case" };
  }
  const adopted = await adopt(ports, drift);
  await record(adopted ? 0 : driftMinor, 0);
  return { outcome: adopted ? "adopted" : "waiting" };
}

/** A write that began and ended between the two looks has made an entry, too. */
function isUnmoved(before: Expectation, after: Expectation): boolean {
  return (
    after.inFlight === 0 &&
    after.mirror === before.mirror &&
    after.entryCount === before.entryCount &&
    after.expectedMinor === before.expectedMinor
  );
}

function openCase(
  { drift }: Pick<ReconcileAccountPorts, "drift">,
  { target: { programId, accountId }, driftMinor, entryCount, mirror }: Drift,
): ReturnType<DriftCases["openCase"]> {
  return drift.openCase(programId, {
    accountId,
    mirror,
    kind: driftMinor > 0 ? "extra" : "missing",
    amountMinor: driftMinor,
    fingerprint: `${accountId}/${mirror}/${entryCount}/${driftMinor}`,
  });
}

/** Returns false when another run has booked another movement first; the next run sees what is left. */
async function adopt(ports: ReconcileAccountPorts, drift: Drift): Promise<boolean> {
  const { programId, accountId } = drift.target;
  const { caseId, foundAt } = await openCase(ports, drift);
  const [result] = await ports.ledger.post(programId, [
    {
      kind: "adoptExigoMovement",
      key: `exigo/${accountId}/after/${drift.entryCount}`,
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
