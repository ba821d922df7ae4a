import type { IntentKind } from "#core/sync";

import { readyIn } from "../claimed-rows.server.ts";
import type { Statement } from "../ledger/statements.server.ts";

/** What a write is about: those of one lane go out one after the other. */
export interface Lane {
  readonly programId: number;
  readonly accountId: number;
  readonly kind: IntentKind;
  readonly shopId: number | null;
  readonly mirror: number | null;
}

export const READY = readyIn("('due', 'unknown', 'sending')");

/**
 * A point write waits for every earlier one that is not settled, also for one that waits for a person, and for any
 * that may have left: a refused one that is sent again comes after those.
 */
export const UNSETTLED = "('due', 'sending', 'unknown', 'needs_review')";
export const SENT = "('sending', 'unknown', 'needs_review')";

export const NOTHING_BEFORE = `NOT EXISTS (
  SELECT 1 FROM intent other
   WHERE other.program_id = i.program_id AND other.account_id = i.account_id AND other.kind = i.kind
     AND other.shop_id <=> i.shop_id AND other.mirror <=> i.mirror AND other.id <> i.id
     AND ((other.kind = 'exigo.point' AND i.state = 'due' AND other.id < i.id AND other.state IN ${UNSETTLED})
       OR (other.kind = 'exigo.point' AND i.state = 'due' AND other.state IN ${SENT})
       OR (other.kind <> 'exigo.point' AND other.id < i.id AND other.state IN ('due', 'unknown')
           AND other.due_at <= UTC_TIMESTAMP(3))))`;

/** Leads to the unsettled rows of an account without a look at those that are done. */
export const BY_ACCOUNT = "FORCE INDEX (intent_program_id_account_id_kind_state_entry_seq_idx)";

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
