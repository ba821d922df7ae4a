import type { Intents } from "#usecases/ports/intents";

import { LEASED } from "./claimed-rows.server.ts";
import type { ClaimOptions } from "./claimed-rows.server.ts";
import type { Database } from "./database.server.ts";
import { findDueRows } from "./due-rows.server.ts";
import { findIntent, findVerdict, settle } from "./intent-decisions.server.ts";
import { createClaim } from "./intents/claims.server.ts";
import { createFinish } from "./intents/ends.server.ts";
import { NOTHING_BEFORE } from "./intents/lanes.server.ts";
import { createMarkSending } from "./intents/sending.server.ts";

const DESTINATION_OPEN = `(i.kind <> 'exigo.point' OR EXISTS (
  SELECT 1 FROM exigo_connection c WHERE c.program_id = i.program_id AND c.state = 'active' AND c.mirror = i.mirror))
  AND (i.shop_id IS NULL OR EXISTS (
  SELECT 1 FROM shop s WHERE s.id = i.shop_id AND s.program_id = i.program_id AND s.state = 'installed'))`;

/** Intents on MySQL. Due times and leases are counted by the database's clock. */
export function createMysqlIntents(db: Pick<Database, "pool">, options: ClaimOptions): Intents {
  return {
    claim: createClaim(db, options),
    markSending: createMarkSending(db, options),
    finish: createFinish(db),
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
