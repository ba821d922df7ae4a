import { intentIdIn, judgeMovement } from "#core/sync";
import { parseDecimal } from "#core/units";

import type { DriftCases } from "./ports/drift.ts";
import type { Exigo, ExigoAnswer, ExigoConnection, ExigoConnections, ListedMovement } from "./ports/exigo.ts";
import type { CursorClaim, ExigoMovements, NewMovement, ReadMovement } from "./ports/exigo-movements.ts";
import type { Ledger } from "./ports/ledger.ts";
import { movementsLock } from "./reconcile-account.ts";

export interface FollowExigoHistoryPorts {
  readonly exigo: Pick<Exigo, "listMovements" | "findNewestMovement">;
  readonly exigoConnections: Pick<ExigoConnections, "pause">;
  readonly exigoMovements: ExigoMovements;
  readonly drift: Pick<DriftCases, "openCase" | "markAdopted" | "readSoon">;
  readonly ledger: Ledger;
  readonly withLock: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

export interface FollowExigoHistoryInput {
  readonly scale: number;
  /** Aborted: no further page is read. */
  readonly signal: AbortSignal;
}

const PAGE = 500;
/** Longer than any page takes; the next reading begins as soon as this one has ended. */
const LEASE_MS = 60_000;
/** Between two second looks, even if the history does not lag at all. */
const SHORTEST_LOOK_MS = 30_000;
/** Movements decided about in one go, under the lock. */
const DECIDED_AT_ONCE = 200;

/**
 * Reads Exigo's history on from where it was read before. Movements that are writes of ours confirm their intents;
 * Exigo's own become entries, each keyed by Exigo's number of it; what is not plain is left to the comparison of the
 * account's balance, which is made due now. Ids may become visible out of their order while the history lags behind: so
 * what was read is looked through a second time. A crash at any point costs a page at most, and nothing happens twice.
 * Returns how many movements were decided about.
 */
export async function followExigoHistory(
  ports: FollowExigoHistoryPorts,
  connection: ExigoConnection,
  input: FollowExigoHistoryInput,
): Promise<number> {
  const { programId, mirror, historyUrl, historyLagSeconds } = connection;
  if (historyUrl === null) return 0;
  if (!(await ports.exigoMovements.hasCursor(programId, mirror))) return begin(ports, connection);
  const claim = await ports.exigoMovements.claim(programId, mirror, LEASE_MS);
  if (!claim) return 0;
  const reading = { connection, claim, ...input };
  const position = await readOn(ports, reading);
  if (position !== null && claim.lookFrom !== null && (await lookAgain(ports, reading, position))) {
    const againInMs = Math.max(historyLagSeconds * 1_000, SHORTEST_LOOK_MS);
    await ports.exigoMovements.endLook(claim, { position, againInMs });
  }
  const decided = await decide(ports, connection);
  await ports.exigoMovements.release(claim, 0);
  return decided;
}

/** What happened until now is told by balances: nobody knows which part of it they were put right by already. */
async function begin(ports: FollowExigoHistoryPorts, connection: ExigoConnection): Promise<number> {
  const newest = await ports.exigo.findNewestMovement(connection);
  if (!newest.ok) return giveUp(ports, connection, newest);
  const position = newest.value === null ? 0 : Number(newest.value.transactionId);
  await ports.exigoMovements.begin(connection.programId, connection.mirror, position);
  return 0;
}

interface Reading extends FollowExigoHistoryInput {
  readonly connection: ExigoConnection;
  readonly claim: CursorClaim;
}

/** Reads what is new; returns the newest id, or null when it was not read to the end. */
async function readOn(ports: FollowExigoHistoryPorts, reading: Reading): Promise<number | null> {
  const { connection, claim, scale, signal } = reading;
  let { position } = claim;
  while (!signal.aborted) {
    const page = await ports.exigo.listMovements(connection, { afterId: position, limit: PAGE });
    if (!page.ok) {
      await giveUp(ports, connection, page);
      return null;
    }
    const last = page.value.at(-1);
    if (!last) return position;
    position = Number(last.transactionId);
    if (!(await ports.exigoMovements.store(claim, toRead(page.value, scale), position))) return null;
  }
  return null;
}

/** Reads once more what was read since the look before the last; false: not to the end. */
async function lookAgain(ports: FollowExigoHistoryPorts, reading: Reading, upTo: number): Promise<boolean> {
  const { connection, claim, scale, signal } = reading;
  let afterId = claim.lookFrom ?? upTo;
  while (afterId < upTo) {
    if (signal.aborted) return false;
    const page = await ports.exigo.listMovements(connection, { afterId, limit: PAGE });
    if (!page.ok) {
      await giveUp(ports, connection, page);
      return false;
    }
    const last = page.value.at(-1);
    if (!last) break;
    if (!(await ports.exigoMovements.store(claim, toRead(page.value, scale), null))) return false;
    afterId = Number(last.transactionId);
  }
  return true;
}

function toRead(listed: readonly ListedMovement[], scale: number): ReadMovement[] {
  return listed.map(({ transactionId, exigoCustomerId, amount, reference, movedAt }) => ({
    ...{ transactionId, exigoCustomerId, movedAt },
    amountMinor: parseDecimal(amount, scale),
    intentId: intentIdIn(reference),
  }));
}

/** A history that refuses the login pauses the connection; any other trouble passes. */
async function giveUp(
  ports: Pick<FollowExigoHistoryPorts, "exigoConnections">,
  connection: ExigoConnection,
  failed: Extract<ExigoAnswer<unknown>, { ok: false }>,
): Promise<0> {
  if (failed.failure === "unauthorized") await ports.exigoConnections.pause(connection, failed.message);
  return 0;
}

async function decide(ports: FollowExigoHistoryPorts, connection: ExigoConnection): Promise<number> {
  const { programId } = connection;
  let decided = 0;
  let afterId = 0;
  const historyLagMs = connection.historyLagSeconds * 1_000;
  const place = { programId, mirror: connection.mirror, historyLagMs };
  // The lock is for those who have something to decide.
  if ((await ports.exigoMovements.findNew(place, { afterId, limit: 1 })).length === 0) return decided;
  for (;;) {
    const page = await ports.withLock(movementsLock(programId), () => decideSome(ports, connection, afterId));
    decided += page.decided;
    if (page.lastId === null) return decided;
    afterId = page.lastId;
  }
}

async function decideSome(
  ports: FollowExigoHistoryPorts,
  connection: ExigoConnection,
  afterId: number,
): Promise<{ decided: number; lastId: number | null }> {
  const { programId, mirror } = connection;
  const historyLagMs = connection.historyLagSeconds * 1_000;
  const place = { programId, mirror, historyLagMs };
  const found = await ports.exigoMovements.findNew(place, { afterId, limit: DECIDED_AT_ONCE });
  const rules = { policy: connection.driftPolicy, limitMinor: connection.driftLimitMinor };
  const left: NewMovement[] = [];
  const ours: NewMovement[] = [];
  let waiting = 0;
  for (const movement of found) {
    const verdict = judgeMovement(movement, rules);
    if (verdict === "later") waiting += 1;
    else if (verdict === "ours") ours.push(movement);
    else if (verdict === "adopt" && movement.accountId !== null && movement.amountMinor !== null) {
      const { accountId, amountMinor } = movement;
      if (!(await adopt(ports, connection, { ...movement, accountId, amountMinor }))) left.push(movement);
    } else if (verdict !== "confirm") left.push(movement);
    else if (!(await ports.exigoMovements.confirmOwn(programId, mirror, movement.transactionId)))
      waiting += 1;
  }
  await ports.exigoMovements.end(programId, mirror, idsOf(ours), "ours");
  await ports.exigoMovements.end(programId, mirror, idsOf(left), "left");
  const accountIds = left.flatMap(({ accountId }) => (accountId === null ? [] : [accountId]));
  await ports.drift.readSoon(programId, accountIds);
  const last = found.length === DECIDED_AT_ONCE ? found.at(-1) : undefined;
  return { decided: found.length - waiting, lastId: last ? Number(last.transactionId) : null };
}

const idsOf = (movements: readonly NewMovement[]): string[] =>
  movements.map(({ transactionId }) => transactionId);

/** False: the ledger refused it, and the comparison of the balance decides. */
async function adopt(
  ports: FollowExigoHistoryPorts,
  { programId, mirror }: ExigoConnection,
  movement: NewMovement & { accountId: number; amountMinor: number },
): Promise<boolean> {
  const { accountId, amountMinor, transactionId } = movement;
  const key = `exigo/movement/${mirror}/${transactionId}`;
  const { caseId, foundAt } = await ports.drift.openCase(programId, {
    ...{ accountId, mirror, amountMinor, transactionId, fingerprint: key },
    kind: amountMinor > 0 ? "extra" : "missing",
    cause: "not_ours",
  });
  const [result] = await ports.ledger.post(programId, [
    {
      ...{ kind: "adoptExigoMovement", key, accountId, amountMinor },
      // Exigo's clock may be ahead of ours, and nothing takes effect before it is known.
      effectiveAt: earlier(movement.movedAt, foundAt),
      cause: { kind: "exigo", ref: `case/${caseId}` },
      reasonCode: "exigo_movement",
    },
  ]);
  if (!result?.ok || result.entrySeq === null) return false;
  await ports.drift.markAdopted(programId, caseId, result.entrySeq, null);
  await ports.exigoMovements.end(programId, mirror, [transactionId], "adopted");
  return true;
}

function earlier(movedAt: string | null, foundAt: string): string {
  return movedAt !== null && movedAt < foundAt ? movedAt : foundAt;
}
