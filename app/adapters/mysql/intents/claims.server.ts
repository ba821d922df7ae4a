import type { IntentState } from "#core/sync";
import type { ClaimedIntent, Intents } from "#usecases/ports/intents";

import { leaseOn, rowsOf } from "../claimed-rows.server.ts";
import type { ClaimOptions, RowKey } from "../claimed-rows.server.ts";
import type { Database } from "../database.server.ts";
import { gather } from "../gather.server.ts";
import type { Statement } from "../ledger/statements.server.ts";
import { inTwoRoundTrips, inTwoRoundTripsOnce, isLockConflict } from "../transaction.server.ts";
import { BY_ACCOUNT, LANE_ROW, laneKey, mayClaim, unsettledIn } from "./lanes.server.ts";
import type { Lane, LaneRow } from "./lanes.server.ts";

type Db = Pick<Database, "pool">;

/** What a row is about, which never changes, and whom a point write of it goes to. */
interface Destination extends Lane {
  readonly id: number;
  readonly scale: number;
  readonly exigoCustomerId: number | null;
}

interface Sibling extends LaneRow {
  readonly state: IntentState;
  readonly entry_seq: number;
  readonly amount: number;
  readonly attempts: number;
  readonly claims: number;
  readonly fence: number | null;
  readonly sent_at: Date | null;
  readonly now: Date;
}

/** What comes while claims are under way shares the next ones; more at once would only be smaller ones. */
const TOGETHER = { batches: 1, items: 50 };

/**
 * Claims rows, those that are asked for together by one commit. A lane that somebody holds at this moment is waited
 * for by who wants it, and by nobody else.
 */
export function createClaim(db: Db, options: ClaimOptions): Intents["claim"] {
  const claimTogether = gather(TOGETHER, (wanted: readonly RowKey[]) => claimFree(db, options, wanted));
  return async (programId, id) => {
    const claimed = await claimTogether({ programId, id });
    if (claimed !== "held") return claimed;
    const [waitedFor = null] = await claimAll(db, options, [{ programId, id }], { waits: true });
    return waitedFor;
  };
}

/** Waits for nobody. Throws the lock conflict of a batch; one row by itself is `held` then. */
async function claimFree(
  db: Db,
  options: ClaimOptions,
  wanted: readonly RowKey[],
): Promise<(ClaimedIntent | null | "held")[]> {
  try {
    return await claimAll(db, options, wanted, { waits: false });
  } catch (fault) {
    if (wanted.length > 1 || !isLockConflict(fault)) throw fault;
    return ["held"];
  }
}

/**
 * Three round trips, however many rows. What a row is about never changes, so its siblings are found without a lock on
 * it: two claims of one account lock them in the same order.
 */
async function claimAll(
  db: Db,
  options: ClaimOptions,
  wanted: readonly RowKey[],
  { waits }: { readonly waits: boolean },
): Promise<(ClaimedIntent | null)[]> {
  const destinations = await readDestinations(db, wanted);
  if (destinations.length === 0) return wanted.map(() => null);
  const siblings = lockSiblings(destinations, waits ? "FOR UPDATE" : "FOR UPDATE NOWAIT");
  const run = waits ? inTwoRoundTrips : inTwoRoundTripsOnce;
  return run(db, [siblings], ([answer]) => {
    const result = decide(wanted, destinations, answer as Sibling[]);
    const claimed = result.filter((each) => each !== null);
    return Promise.resolve({
      result,
      writes: claimed.length > 0 ? [leaseOn("intent", options, claimed)] : [],
    });
  });
}

function readDestinations({ pool }: Db, wanted: readonly RowKey[]): Promise<Destination[]> {
  const rows = rowsOf(wanted);
  return pool.query(
    `SELECT i.program_id AS programId, i.id, i.kind, i.account_id AS accountId, i.shop_id AS shopId, i.mirror,
            p.scale, m.exigo_customer_id AS exigoCustomerId
       FROM intent i
       JOIN program p ON p.id = i.program_id
       LEFT JOIN account a ON a.program_id = i.program_id AND a.id = i.account_id
       LEFT JOIN member m ON m.program_id = a.program_id AND m.id = a.member_id
      WHERE ${rows.sql}`,
    [...rows.values],
  );
}

function lockSiblings(lanes: readonly Lane[], locking: string): Statement {
  const { sql, values } = unsettledIn(lanes);
  return {
    sql: `SELECT ${LANE_ROW}, i.state, i.entry_seq, i.amount, i.attempts, i.claims, i.fence, i.sent_at,
            UTC_TIMESTAMP(3) AS now
       FROM intent i ${BY_ACCOUNT}
      WHERE ${sql} ${locking}`,
    values,
  };
}

/** Of each lane at most one row is claimed, as if each had been asked for by itself. */
function decide(
  wanted: readonly RowKey[],
  destinations: readonly Destination[],
  rows: readonly Sibling[],
): (ClaimedIntent | null)[] {
  const taken = new Set<string>();
  return wanted.map(({ programId, id }) => {
    const destination = destinations.find((each) => each.programId === programId && each.id === id);
    if (!destination) return null;
    const lane = laneKey(destination);
    const siblings = rows.filter((row) => laneKey(row) === lane);
    const row = siblings.find((sibling) => sibling.id === id);
    if (taken.has(lane) || !row || !mayClaim(row, siblings)) return null;
    taken.add(lane);
    return toClaimed(row, destination);
  });
}

/** The row as its claim leaves it: one that may have left is to be looked up. */
function toClaimed(row: Sibling, { scale, exigoCustomerId }: Destination): ClaimedIntent {
  return {
    programId: row.programId,
    id: row.id,
    kind: row.kind,
    state: row.state === "sending" ? "unknown" : row.state,
    accountId: row.accountId,
    entrySeq: row.entry_seq,
    shopId: row.shopId,
    mirror: row.mirror,
    amountMinor: row.amount,
    scale,
    exigoCustomerId,
    attempts: row.attempts,
    fenceMinor: row.fence,
    sentAt: row.sent_at?.toISOString() ?? null,
    claimedAt: row.now.toISOString(),
    claim: row.claims + 1,
  };
}
