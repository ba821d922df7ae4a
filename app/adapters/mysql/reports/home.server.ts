import type { Pool } from "mariadb";
import { z } from "zod";

import { dayAfter } from "#core/reading";
import type { HomeFigures } from "#core/reading";
import { readRollForward } from "../ledger-reading/rollup-reads.server.ts";
import { instant, readRows, wholeNumber } from "./rows.server.ts";

const DAYS = 30;

const clockRow = z.object({ now: instant, complete_to: instant.nullable() });
const memberRow = z.object({ members: wholeNumber });
const stateRow = z.object({ state: z.string(), rows_in_state: wholeNumber });

/** The home page's figures. Credits are read from the roll-up, so they do not cost what the journal is long. */
export async function readHomeFigures(pool: Pool, programId: number): Promise<HomeFigures> {
  const [[total], rolledUp, inbox, intents, [cases], openings, arrivals] = await Promise.all([
    readRows(pool, memberRow, "SELECT COUNT(*) AS members FROM account WHERE program_id = ?", [programId]),
    readRolledUp(pool, programId),
    readRows(
      pool,
      stateRow,
      `SELECT i.state, COUNT(*) AS rows_in_state FROM inbox_event i
       JOIN shop s ON s.domain = i.shop_domain
       WHERE s.program_id = ? AND i.state IN ('due', 'claimed', 'quarantined') GROUP BY i.state`,
      [programId],
    ),
    readRows(
      pool,
      stateRow,
      `SELECT i.state, COUNT(*) AS rows_in_state FROM intent i
       LEFT JOIN exigo_connection c ON c.program_id = i.program_id
       WHERE i.program_id = ? AND i.state IN ('due', 'sending', 'refused', 'unknown', 'needs_review')
         AND (i.mirror IS NULL OR i.mirror = c.mirror) GROUP BY i.state`,
      [programId],
    ),
    readRows(
      pool,
      stateRow,
      "SELECT 'open' AS state, COUNT(*) AS rows_in_state FROM drift_case WHERE program_id = ? AND state = 'open'",
      [programId],
    ),
    readRows(
      pool,
      stateRow,
      `SELECT state, COUNT(*) AS rows_in_state FROM waiting_opening
        WHERE program_id = ? AND (state = 'waiting' OR state = 'refused' AND reason <> 'redacted') GROUP BY state`,
      [programId],
    ),
    readRows(
      pool,
      stateRow,
      `SELECT resource AS state, COUNT(DISTINCT shop_id, object_id) AS rows_in_state FROM reread_find
        WHERE program_id = ? AND outcome <> 'refused' AND found_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY
        GROUP BY resource
        UNION ALL
       SELECT 'findings', COUNT(*) FROM arrival_finding WHERE program_id = ? AND open_kind IS NOT NULL`,
      [programId, programId],
    ),
  ]);
  const inInbox = countOf(inbox);
  const inIntents = countOf(intents);
  const inOpenings = countOf(openings);
  const inArrivals = countOf(arrivals);
  return {
    members: total?.members ?? 0,
    ...rolledUp,
    inbox: { waiting: inInbox("due") + inInbox("claimed"), quarantined: inInbox("quarantined") },
    intents: {
      due: inIntents("due"),
      sending: inIntents("sending"),
      refused: inIntents("refused"),
      unknown: inIntents("unknown"),
      needs_review: inIntents("needs_review"),
    },
    openCases: cases?.rows_in_state ?? 0,
    waitingOpenings: inOpenings("waiting"),
    refusedOpenings: inOpenings("refused"),
    arrivals: {
      ordersByRereading: inArrivals("orders"),
      customersByRereading: inArrivals("customers"),
      findings: inArrivals("findings"),
    },
  };
}

async function readRolledUp(
  pool: Pool,
  programId: number,
): Promise<Pick<HomeFigures, "days" | "completeTo" | "lagMs">> {
  const [clock] = await readRows(
    pool,
    clockRow,
    `SELECT UTC_TIMESTAMP(3) AS now, (SELECT complete_to FROM rollup_state WHERE program_id = ?) AS complete_to`,
    [programId],
  );
  const now = clock?.now ?? "1970-01-01T00:00:00.000Z";
  const completeTo = clock?.complete_to ?? null;
  const today = now.slice(0, 10);
  const days = await readRollForward(pool, { programId }, { from: dayAfter(today, 1 - DAYS), to: today });
  return { days, completeTo, lagMs: completeTo === null ? null : Date.parse(now) - Date.parse(completeTo) };
}

function countOf(rows: z.output<typeof stateRow>[]): (state: string) => number {
  return (state) => rows.find((row) => row.state === state)?.rows_in_state ?? 0;
}
