import type { IntentKind, IntentState } from "#core/sync";
import type { ClaimedIntent, IntentOutcome, Intents } from "#usecases/ports/intents";

import { endClaim, LEASED, leaseOn, markAsSending, readyIn, timeOf } from "./claimed-rows.server.ts";
import type { ClaimOptions } from "./claimed-rows.server.ts";
import type { Database } from "./database.server.ts";
import { findDueRows } from "./due-rows.server.ts";
import { findIntent, findVerdict, settle } from "./intent-decisions.server.ts";
import type { Statement } from "./ledger/statements.server.ts";
import { inTransaction, inTwoRoundTrips } from "./transaction.server.ts";

interface IntentRow {
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly account_id: number;
  readonly entry_seq: number;
  readonly shop_id: number | null;
  readonly mirror: number | null;
  readonly amount: number;
  readonly attempts: number;
  readonly claims: number;
  readonly fence: number | null;
  readonly sent_at: Date | null;
  readonly now: Date;
}

interface Sibling {
  readonly id: number;
  readonly ready: number;
  readonly leased: number;
  /** It may have left: what became of it is known only while nothing else is sent. */
  readonly sent: number;
}

const READY = readyIn("('due', 'unknown', 'sending')");

/**
 * A point write waits for every earlier one that is not settled, also for one that waits for a person, and for any
 * that may have left: a refused one that is sent again comes after those.
 */
const UNSETTLED = "('due', 'sending', 'unknown', 'needs_review')";
const SENT = "('sending', 'unknown', 'needs_review')";

const NOTHING_BEFORE = `NOT EXISTS (
  SELECT 1 FROM intent other
   WHERE other.program_id = i.program_id AND other.account_id = i.account_id AND other.kind = i.kind
     AND other.shop_id <=> i.shop_id AND other.mirror <=> i.mirror AND other.id <> i.id
     AND ((other.kind = 'exigo.point' AND i.state = 'due' AND other.id < i.id AND other.state IN ${UNSETTLED})
       OR (other.kind = 'exigo.point' AND i.state = 'due' AND other.state IN ${SENT})
       OR (other.kind <> 'exigo.point' AND other.id < i.id AND other.state IN ('due', 'unknown')
           AND other.due_at <= UTC_TIMESTAMP(3))))`;

const DESTINATION_OPEN = `(i.kind <> 'exigo.point' OR EXISTS (
  SELECT 1 FROM exigo_connection c WHERE c.program_id = i.program_id AND c.state = 'active' AND c.mirror = i.mirror))
  AND (i.shop_id IS NULL OR EXISTS (
  SELECT 1 FROM shop s WHERE s.id = i.shop_id AND s.program_id = i.program_id AND s.state = 'installed'))`;

/** Intents on MySQL. Due times and leases are counted by the database's clock. */
export function createMysqlIntents(db: Pick<Database, "pool">, options: ClaimOptions): Intents {
  return {
    claim: (programId, intentId) => claim(db, options, programId, intentId),
    markSending: (intent, fenceMinor) =>
      markAsSending(db, "intent", options, intent, { assignments: "fence = ?, ", values: [fenceMinor] }),
    finish: (intent, outcome) => finish(db, intent, outcome),
    async confirmBalancesUpTo(programId, accountId, shopId, entrySeq) {
      // Claims of the same account lock the same range; the one that loses is tried again.
      await inTransaction(db, (connection) =>
        connection.query(
          `UPDATE intent
            SET state = 'confirmed', last_error = NULL, finished_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND account_id = ? AND kind = 'shopify.balance' AND shop_id = ?
            AND entry_seq <= ? AND state IN ${UNSETTLED} AND lease_until IS NULL`,
          [programId, accountId, shopId, entrySeq],
        ),
      );
    },
    async findNext({ programId, accountId, kind, shopId, mirror }) {
      const [next]: { id: number }[] = await db.pool.query(
        `SELECT i.id FROM intent i
          WHERE i.program_id = ? AND i.account_id = ? AND i.kind = ? AND i.shop_id <=> ?
            AND i.mirror <=> ? AND ${READY} AND ${NOTHING_BEFORE}
          ORDER BY i.id LIMIT 1`,
        [programId, accountId, kind, shopId, mirror],
      );
      return next?.id ?? null;
    },
    find: (programId, id) => findIntent(db, programId, id),
    settle: (decision) => settle(db, decision),
    findVerdict: (programId, id, claim) => findVerdict(db, programId, id, claim),
    findDue: (limit) =>
      findDueRows(
        db.pool,
        {
          name: "intent",
          open: ["due", "unknown", "sending"],
          isCarriedOutNow: `NOT ${LEASED} AND ${DESTINATION_OPEN} AND ${NOTHING_BEFORE}`,
        },
        limit,
      ),
  };
}

/**
 * Three round trips. What a row is about never changes, so its siblings are found without a lock on it: two claims of
 * one account lock them in the same order.
 */
async function claim(
  db: Pick<Database, "pool">,
  options: ClaimOptions,
  programId: number,
  intentId: number,
): Promise<ClaimedIntent | null> {
  const [lane]: Pick<IntentRow, "kind" | "account_id" | "shop_id" | "mirror">[] = await db.pool.query(
    "SELECT kind, account_id, shop_id, mirror FROM intent WHERE program_id = ? AND id = ?",
    [programId, intentId],
  );
  if (!lane) return null;
  const siblings: Statement = {
    sql: `SELECT i.id, ${READY} AS ready, ${LEASED} AS leased, i.state IN ${SENT} AS sent, i.kind, i.state,
            i.account_id, i.entry_seq, i.shop_id, i.mirror, i.amount, i.attempts, i.claims, i.fence, i.sent_at,
            UTC_TIMESTAMP(3) AS now
       FROM intent i
      WHERE i.program_id = ? AND i.account_id = ? AND i.kind = ? AND i.shop_id <=> ? AND i.mirror <=> ?
        AND i.state IN ${UNSETTLED}
      ORDER BY i.id FOR UPDATE`,
    values: [programId, lane.account_id, lane.kind, lane.shop_id, lane.mirror],
  };
  return inTwoRoundTrips(db, [siblings], ([answer]) => {
    const rows = answer as (Sibling & IntentRow)[];
    const wanted = rows.find(({ id }) => id === intentId);
    if (!wanted || !mayClaim(lane.kind, rows, intentId)) return Promise.resolve({ result: null, writes: [] });
    const claimed = toClaimed(programId, intentId, wanted);
    return Promise.resolve({ result: claimed, writes: [leaseOn("intent", options, claimed)] });
  });
}

function mayClaim(kind: IntentKind, siblings: readonly Sibling[], intentId: number): boolean {
  const wanted = siblings.find(({ id }) => id === intentId);
  if (!wanted?.ready) return false;
  if (kind === "exigo.point") {
    const others = siblings.filter((sibling) => sibling !== wanted);
    if (others.some(({ leased }) => leased)) return false;
    return wanted.sent ? true : siblings[0] === wanted && !others.some(({ sent }) => sent);
  }
  return siblings.every(({ leased }) => !leased);
}

/** The row as its claim leaves it: one that may have left is to be looked up. */
function toClaimed(programId: number, id: number, row: IntentRow): ClaimedIntent {
  return {
    programId,
    id,
    kind: row.kind,
    state: row.state === "sending" ? "unknown" : row.state,
    accountId: row.account_id,
    entrySeq: row.entry_seq,
    shopId: row.shop_id,
    mirror: row.mirror,
    amountMinor: row.amount,
    attempts: row.attempts,
    fenceMinor: row.fence,
    sentAt: row.sent_at?.toISOString() ?? null,
    claimedAt: row.now.toISOString(),
    claim: row.claims + 1,
  };
}

async function finish(
  { pool }: Pick<Database, "pool">,
  intent: ClaimedIntent,
  outcome: IntentOutcome,
): Promise<boolean> {
  const { assignments, values } = endOf(outcome);
  const error = outcome.state === "confirmed" ? null : outcome.error;
  return endClaim(pool, "intent", intent, { state: outcome.state, assignments, values, error });
}

function endOf(outcome: IntentOutcome): { assignments: string; values: (string | number | null)[] } {
  const { assignments, values } = timeOf(outcome);
  if (outcome.state === "confirmed") {
    return { assignments: `${assignments}, remote_ref = ?`, values: [...values, outcome.remoteRef] };
  }
  // The next send reads a fence of its own.
  if (outcome.state === "due") return { assignments: `${assignments}, fence = NULL`, values };
  return { assignments, values };
}
