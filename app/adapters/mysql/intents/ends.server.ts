import type { UpsertResult } from "mariadb";

import type { ClaimedIntent, IntentOutcome, Intents } from "#usecases/ports/intents";

import { endOf, timeOf } from "../claimed-rows.server.ts";
import type { Database } from "../database.server.ts";
import { gather } from "../gather.server.ts";
import type { Statement } from "../ledger/statements.server.ts";
import { inOneRoundTrip, untilLocksHold } from "../transaction.server.ts";
import { BY_ACCOUNT, laneKey, NOTHING_BEFORE, READY, unsettledIn } from "./lanes.server.ts";
import type { Lane } from "./lanes.server.ts";

type Db = Pick<Database, "pool">;

interface Ended {
  readonly intent: ClaimedIntent;
  readonly outcome: IntentOutcome;
}

/** A batch that waits for somebody's lock does not keep the others from going. */
const TOGETHER = { batches: 2, items: 50 };

/** See `Intents.finish`; claims that end at the same moment share a commit. */
export function createFinish(db: Db): Intents["finish"] {
  const endTogether = gather(TOGETHER, (ended: readonly Ended[]) => endAll(db, ended));
  return async (intent, outcome) => {
    const { isEnded, isFollowed } = await endTogether({ intent, outcome });
    if (!isEnded) return null;
    return { nextId: isFollowed ? await findNext(db, intent) : null };
  };
}

/** Ends claims, and says of each whether its lane has a row left: nearly always it has none, and that is soon seen. */
async function endAll(
  db: Db,
  ended: readonly Ended[],
): Promise<{ readonly isEnded: boolean; readonly isFollowed: boolean }[]> {
  const end = () => inOneRoundTrip(db, ended.map(endingOf), [lanesLeft(ended.map(({ intent }) => intent))]);
  const answers = await (ended.length === 1 ? untilLocksHold(end) : end());
  const left = new Set((answers.at(-1) as Lane[]).map(laneKey));
  return ended.map(({ intent }, index) => ({
    isEnded: (answers[index] as UpsertResult).affectedRows === 1,
    isFollowed: left.has(laneKey(intent)),
  }));
}

function lanesLeft(lanes: readonly Lane[]): Statement {
  const { sql, values } = unsettledIn(lanes);
  return {
    sql: `SELECT DISTINCT i.program_id AS programId, i.account_id AS accountId, i.kind, i.shop_id AS shopId, i.mirror
       FROM intent i ${BY_ACCOUNT} WHERE ${sql}`,
    values,
  };
}

async function findNext({ pool }: Db, lane: Lane): Promise<number | null> {
  const { sql, values } = unsettledIn([lane]);
  const [next]: { id: number }[] = await pool.query(
    `SELECT i.id FROM intent i WHERE ${sql} AND ${READY} AND ${NOTHING_BEFORE} ORDER BY i.id LIMIT 1`,
    [...values],
  );
  return next?.id ?? null;
}

function endingOf({ intent, outcome }: Ended): Statement {
  const { assignments, values } = assignmentsOf(outcome);
  const error = outcome.state === "confirmed" ? null : outcome.error;
  return endOf("intent", intent, { state: outcome.state, assignments, values, error });
}

function assignmentsOf(outcome: IntentOutcome): {
  assignments: string;
  values: (string | number | null)[];
} {
  const { assignments, values } = timeOf(outcome);
  if (outcome.state === "confirmed") {
    return { assignments: `${assignments}, remote_ref = ?`, values: [...values, outcome.remoteRef] };
  }
  // The next send reads a fence of its own.
  if (outcome.state === "due") return { assignments: `${assignments}, fence = NULL`, values };
  return { assignments, values };
}
