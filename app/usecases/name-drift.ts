import { intentIdIn, nameByBalance, nameByHistory, nameBySign } from "#core/sync";
import type { NamedDrift, ShownMovement } from "#core/sync";
import { parseDecimal } from "#core/units";

import type { DriftCases, PollTarget } from "./ports/drift.ts";
import type { Exigo, ExigoConnection } from "./ports/exigo.ts";

export interface NameDriftPorts {
  readonly exigo: Pick<Exigo, "listMovementsOf">;
  readonly drift: Pick<DriftCases, "evidence" | "ownersOf">;
}

/** Writes and movements of one account that are compared one by one; an account with more is named by its balance. */
const MOST_COMPARED = 2_000;
/** Writes that a balance is compared with. */
const MOST_WRITES = 20;

/**
 * Names the difference of an account, by the customer's history in Exigo where the connection has one. `isProved`: the
 * history accounts for it. A history that cannot be read, or does not account for it, leaves the balance to name it.
 */
export async function nameDrift(
  ports: NameDriftPorts,
  connection: ExigoConnection,
  { target, scale, driftMinor }: { target: PollTarget; scale: number; driftMinor: number },
): Promise<{ readonly named: NamedDrift; readonly isProved: boolean }> {
  const { programId, accountId, exigoCustomerId } = target;
  const hasHistory = connection.historyUrl !== null;
  const mostWrites = hasHistory ? MOST_COMPARED : MOST_WRITES;
  const evidence = await ports.drift.evidence(programId, accountId, { driftMinor, mostWrites });
  if (hasHistory && !evidence.hasMoreWrites) {
    const movements = await readHistory(ports, connection, { programId, accountId, exigoCustomerId, scale });
    const historyLagMs = connection.historyLagSeconds * 1_000;
    const named = movements && nameByHistory({ ...evidence, driftMinor, movements, historyLagMs });
    if (named) return { named, isProved: true };
    // What balances look like is a guess, which a history that says otherwise has refuted.
    return { named: nameBySign(driftMinor), isProved: false };
  }
  const writes = evidence.writes.slice(0, MOST_WRITES);
  return { named: nameByBalance({ ...evidence, writes, driftMinor }), isProved: false };
}

/** null: it cannot be read, or is too long. */
async function readHistory(
  ports: NameDriftPorts,
  connection: ExigoConnection,
  { programId, accountId, exigoCustomerId, scale }: PollTarget & { scale: number },
): Promise<ShownMovement[] | null> {
  const listed = await ports.exigo.listMovementsOf(connection, { exigoCustomerId, limit: MOST_COMPARED });
  if (!listed.ok || listed.value.length >= MOST_COMPARED) return null;
  const named = listed.value.map((row) => ({ ...row, intentId: intentIdIn(row.reference) }));
  const intentIds = named.flatMap(({ intentId }) => (intentId === null ? [] : [intentId]));
  const owners = await ports.drift.ownersOf(programId, [...new Set(intentIds)]);
  return named
    .map(({ transactionId, amount, intentId }): ShownMovement => {
      const owner = intentId === null ? undefined : owners.get(intentId);
      const intentOf =
        owner === undefined ? "nobody" : owner === accountId ? "this_account" : "other_account";
      // What does not fit the unit equals no amount, so nothing is proved by it.
      return { transactionId, amountMinor: parseDecimal(amount, scale) ?? Number.NaN, intentId, intentOf };
    })
    .reverse();
}
