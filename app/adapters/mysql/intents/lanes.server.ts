import type { IntentKind } from "#core/sync";

import { LEASED, readyIn } from "../claimed-rows.server.ts";
import type { Statement } from "../ledger/statements.server.ts";

/** What a write is about: those of one lane go out one after the other. */
export interface Lane {
  readonly programId: number;
  readonly accountId: number;
  readonly kind: IntentKind;
  readonly shopId: number | null;
  readonly mirror: number | null;
}

const READY = readyIn("('due', 'unknown', 'sending')");

/**
 * A point write waits for every earlier one that is not settled, also for one that waits for a person, and for any
 * that may have left: a refused one that is sent again comes after those.
 */
export const UNSETTLED = "('due', 'sending', 'unknown', 'needs_review')";
const SENT = "('sending', 'unknown', 'needs_review')";

/** Leads to the unsettled rows of an account without a look at those that are done. */
export const BY_ACCOUNT = "FORCE INDEX (intent_program_id_account_id_kind_state_entry_seq_idx)";

/** As a condition on the row `i`: no other one of its lane keeps it from being claimed. */
export const NOTHING_BEFORE = `NOT EXISTS (
  SELECT 1 FROM intent other ${BY_ACCOUNT}
   WHERE other.program_id = i.program_id AND other.account_id = i.account_id AND other.kind = i.kind
     AND other.state IN ${UNSETTLED} AND other.shop_id <=> i.shop_id AND other.mirror <=> i.mirror AND other.id <> i.id
     AND ((other.kind = 'exigo.point' AND i.state = 'due' AND other.id < i.id AND other.state IN ${UNSETTLED})
       OR (other.kind = 'exigo.point' AND i.state = 'due' AND other.state IN ${SENT})
       OR (other.kind <> 'exigo.point' AND other.id < i.id AND other.state IN ('due', 'unknown')
           AND other.due_at <= UTC_TIMESTAMP(3))))`;

/** A row of a lane, as far as it says what may be claimed there. */
export interface LaneRow extends Lane {
  readonly id: number;
  readonly ready: number;
  readonly leased: number;
  /** It may have left: what became of it is known only while nothing else is sent. */
  readonly sent: number;
}

/** The columns of a {@link LaneRow}. */
export const LANE_ROW = `i.program_id AS programId, i.id, i.kind, i.account_id AS accountId, i.shop_id AS shopId, i.mirror,
            ${READY} AS ready, ${LEASED} AS leased, i.state IN ${SENT} AS sent`;

/** Whether a row may be claimed among all unsettled ones of its lane. */
export function mayClaim(wanted: LaneRow, lane: readonly LaneRow[]): boolean {
  if (!wanted.ready) return false;
  const others = lane.filter((row) => row !== wanted);
  if (others.some(({ leased }) => leased)) return false;
  if (wanted.kind !== "exigo.point" || wanted.sent) return true;
  return others.every(({ id, sent }) => id > wanted.id && !sent);
}

/** The unsettled rows `i` of any of the lanes, as a condition. */
export function unsettledIn(lanes: readonly Lane[]): Statement {
  return {
    sql: lanes
      .map(
        () =>
          `(i.program_id = ? AND i.account_id = ? AND i.kind = ? AND i.state IN ${UNSETTLED}
              AND i.shop_id <=> ? AND i.mirror <=> ?)`,
      )
      .join(" OR "),
    values: lanes.flatMap(({ programId, accountId, kind, shopId, mirror }) => [
      ...[programId, accountId, kind, shopId, mirror],
    ]),
  };
}

/** The same for rows of one lane, and for no others. */
export function laneKey({ programId, accountId, kind, shopId, mirror }: Lane): string {
  return [programId, accountId, kind, shopId, mirror].join("/");
}
