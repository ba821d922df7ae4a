import type { UpsertResult } from "mariadb";

import type { ClaimedIntent, IntentOutcome, Intents } from "#usecases/ports/intents";

import { endOf, timeOf } from "../claimed-rows.server.ts";
import type { Database } from "../database.server.ts";
import { gather } from "../gather.server.ts";
import type { Statement } from "../ledger/statements.server.ts";
import { inOneRoundTrip } from "../transaction.server.ts";
import { BY_ACCOUNT, LANE_ROW, laneKey, mayClaim, unsettledIn, UNSETTLED } from "./lanes.server.ts";
import type { Lane, LaneRow } from "./lanes.server.ts";

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
  return (intent, outcome) => endTogether({ intent, outcome });
}

/**
 * Ends claims, and says of each what may follow in its lane. Nearly always the lane is empty, and that is soon seen. What
 * follows a write that waits is not looked for: it waits for it, or would meet the same closed door.
 */
async function endAll(db: Db, ended: readonly Ended[]): Promise<({ nextId: number | null } | null)[]> {
  const statements = [...ended.map(endingOf), ...ended.flatMap(coveredBy)];
  const lanes = ended.flatMap(({ intent, outcome }) => (isOver(outcome) ? [intent] : []));
  const answers = await inOneRoundTrip(db, statements, lanes.length > 0 ? [left(lanes)] : []);
  const rows = lanes.length > 0 ? (answers.at(-1) as LaneRow[]) : [];
  return ended.map(({ intent }, index) =>
    (answers[index] as UpsertResult).affectedRows === 1 ? { nextId: firstClaimable(rows, intent) } : null,
  );
}

function isOver({ state }: IntentOutcome): boolean {
  return state === "confirmed" || state === "refused";
}

function left(lanes: readonly Lane[]): Statement {
  const { sql, values } = unsettledIn(lanes);
  return { sql: `SELECT ${LANE_ROW} FROM intent i ${BY_ACCOUNT} WHERE ${sql}`, values };
}

function firstClaimable(rows: readonly LaneRow[], lane: Lane): number | null {
  const inLane = rows
    .filter((row) => laneKey(row) === laneKey(lane))
    .toSorted((one, other) => one.id - other.id);
  return inLane.find((row) => mayClaim(row, inLane))?.id ?? null;
}

function endingOf({ intent, outcome }: Ended): Statement {
  const { assignments, values } = assignmentsOf(outcome);
  const error = outcome.state === "confirmed" ? null : outcome.error;
  return endOf("intent", intent, { state: outcome.state, assignments, values, error });
}

/** A balance that was written settles every earlier write of it that nobody has taken up. */
function coveredBy({ intent, outcome }: Ended): Statement[] {
  if (outcome.state !== "confirmed" || outcome.settlesUpTo === undefined) return [];
  const { programId, accountId, kind, shopId } = intent;
  return [
    {
      sql: `UPDATE intent
        SET state = 'confirmed', last_error = NULL, finished_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND account_id = ? AND kind = ? AND shop_id <=> ? AND entry_seq <= ?
        AND state IN ${UNSETTLED} AND lease_until IS NULL`,
      values: [programId, accountId, kind, shopId, outcome.settlesUpTo],
    },
  ];
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
