import type { Pool } from "mariadb";
import { z } from "zod";

import type { DayFigures, HomeFigures } from "#core/reading";
import { readRows, wholeNumber } from "./rows.server.ts";

const DAYS = 30;

const totals = z.object({ members: wholeNumber, outstanding: wholeNumber, today: z.string() });
const dayRow = z.object({ day: z.string(), earned: wholeNumber, taken_back: wholeNumber });
const stateRow = z.object({ state: z.string(), rows_in_state: wholeNumber });

/** The home page's figures. Days are counted from the postings, so they cost what the last 30 days hold. */
export async function readHomeFigures(pool: Pool, programId: number): Promise<HomeFigures> {
  const [[total], days, inbox, intents, [cases], arrivals] = await Promise.all([
    readRows(
      pool,
      totals,
      `SELECT COUNT(*) AS members, SUM(available + pending + held) AS outstanding,
         DATE_FORMAT(UTC_DATE(), '%Y-%m-%d') AS today
       FROM account WHERE program_id = ?`,
      [programId],
    ),
    readDays(pool, programId),
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
  const inArrivals = countOf(arrivals);
  return {
    members: total?.members ?? 0,
    outstandingMinor: total?.outstanding ?? 0,
    perDay: everyDay(total?.today ?? "1970-01-01", days),
    inbox: { waiting: inInbox("due") + inInbox("claimed"), quarantined: inInbox("quarantined") },
    intents: {
      due: inIntents("due"),
      sending: inIntents("sending"),
      refused: inIntents("refused"),
      unknown: inIntents("unknown"),
      needs_review: inIntents("needs_review"),
    },
    openCases: cases?.rows_in_state ?? 0,
    arrivals: {
      ordersByRereading: inArrivals("orders"),
      customersByRereading: inArrivals("customers"),
      findings: inArrivals("findings"),
    },
  };
}

/** Every entry has one line on the purpose it came from: what `issued` gave was earned, what it got was taken back. */
function readDays(pool: Pool, programId: number): Promise<z.output<typeof dayRow>[]> {
  return readRows(
    pool,
    dayRow,
    `SELECT DATE_FORMAT(e.effective_at, '%Y-%m-%d') AS day,
       SUM(GREATEST(-p.amount, 0)) AS earned, SUM(GREATEST(p.amount, 0)) AS taken_back
     FROM entry e
     JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
       AND p.book = 'issued'
     WHERE e.program_id = ? AND e.effective_at >= UTC_DATE() - INTERVAL ? DAY
     GROUP BY day`,
    [programId, DAYS - 1],
  );
}

function countOf(rows: z.output<typeof stateRow>[]): (state: string) => number {
  return (state) => rows.find((row) => row.state === state)?.rows_in_state ?? 0;
}

function everyDay(today: string, rows: z.output<typeof dayRow>[]): DayFigures[] {
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date(`${today}T00:00:00.000Z`);
    date.setUTCDate(date.getUTCDate() - (DAYS - 1 - index));
    const day = date.toISOString().slice(0, 10);
    const found = rows.find((row) => row.day === day);
    return { day, earnedMinor: found?.earned ?? 0, takenBackMinor: found?.taken_back ?? 0 };
  });
}
