import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { ArrivalFindingKind } from "#core/rereading";
import type { ArrivalCheck, ArrivalEvidence, ArrivalFinding, Arrivals } from "#usecases/ports/arrivals";

import type { Database } from "../database.server.ts";

const findingRow = z.object({
  kind: z.custom<ArrivalFindingKind>(),
  missed: z.number(),
  missed_since: z.date().nullable(),
  shown_by: z.string().nullable(),
  found_at: z.date(),
  closed_at: z.date().nullable(),
});

/** What is wrong with the webhooks of a shop, oldest first. */
export async function openFindings(
  { pool }: Pick<Database, "pool">,
  programId: number,
  shopId: number,
): Promise<ArrivalFinding[]> {
  const rows: unknown = await pool.query(
    `SELECT kind, missed, missed_since, shown_by, found_at, closed_at FROM arrival_finding
      WHERE program_id = ? AND shop_id = ? AND open_kind IS NOT NULL ORDER BY found_at, id`,
    [programId, shopId],
  );
  return z
    .array(findingRow)
    .parse(rows)
    .map((row) => ({
      kind: row.kind,
      missed: row.missed,
      missedSince: row.missed_since?.toISOString() ?? null,
      shownBy: row.shown_by,
      foundAt: row.found_at.toISOString(),
      closedAt: row.closed_at?.toISOString() ?? null,
    }));
}

/** Closes and opens findings; each that is opened says how much it missed and what the oldest of it was. */
export async function settleFindings(
  connection: PoolConnection,
  { programId, shopId, now }: ArrivalCheck,
  { toOpen, toClose }: Parameters<Arrivals["settle"]>[1],
  evidence: ArrivalEvidence,
): Promise<void> {
  for (const kind of toClose) {
    await connection.query(
      `UPDATE arrival_finding SET open_kind = NULL, closed_at = UTC_TIMESTAMP(3)
        WHERE program_id = ? AND shop_id = ? AND open_kind = ?`,
      [programId, shopId, kind],
    );
  }
  for (const kind of toOpen) {
    const found = evidenceOf(kind, evidence);
    const [oldest] = [...found].sort((a, b) => (a.at < b.at ? -1 : 1));
    // Found at the moment that was judged, so that what comes meanwhile is heard after it.
    await connection.query(
      `INSERT IGNORE INTO arrival_finding
         (program_id, shop_id, kind, open_kind, missed, missed_since, shown_by, found_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[programId, shopId, kind, kind, found.length],
        ...[oldest ? new Date(oldest.at) : null, oldest?.shownBy ?? null, new Date(now)],
      ],
    );
  }
}

function evidenceOf(
  kind: ArrivalFindingKind,
  { missed, unheard }: ArrivalEvidence,
): { readonly at: string; readonly shownBy: string | null }[] {
  const signs = unheard.filter(({ topic }) => topic === kind);
  const changes = missed.filter(({ resource }) => kind === "silent" || kind === `${resource}_missing`);
  return [...signs, ...changes.map(({ changedAt }) => ({ at: changedAt, shownBy: null }))];
}
