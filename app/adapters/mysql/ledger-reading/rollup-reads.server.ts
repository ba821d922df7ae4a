import type { Pool } from "mariadb";
import { z } from "zod";

import { rollForward } from "#core/reading";
import type { RollForwardDay } from "#core/reading";
import type { RollForwardScope, Rollup, ShopLiability } from "../../../usecases/ports/ledger-reading.ts";
import { readRows, wholeNumber } from "../reports/rows.server.ts";

const dayRow = z.object({
  day: z.string(),
  kind: z.string(),
  book: z.string(),
  added: wholeNumber,
  taken: wholeNumber,
});
const openRow = z.object({ held: wholeNumber });
const liabilityRow = z.object({ shop_id: z.number(), currency: z.string(), held: wholeNumber });

const HELD = "SUM(IF(r.book IN ('available', 'pending', 'held'), r.added - r.taken, 0))";

/** Entries of no shop have the program's currency. */
const WITH_CURRENCY = `rollup_day r JOIN program p ON p.id = r.program_id
  LEFT JOIN shop s ON s.id = r.shop_id AND s.program_id = r.program_id`;

/** Every day of a period from the roll-up. */
export async function readRollForward(
  pool: Pool,
  scope: RollForwardScope,
  { from, to, openMinor }: Parameters<Rollup["rollForward"]>[1],
): Promise<RollForwardDay[]> {
  const { sql, values } = scopeCondition(scope);
  const [[open], rows] = await Promise.all([
    openMinor === undefined ? readOpen(pool, scope, from) : [{ held: openMinor }],
    readRows(
      pool,
      dayRow,
      `SELECT r.day, r.kind, r.book, SUM(r.added) AS added, SUM(r.taken) AS taken FROM ${WITH_CURRENCY}
     WHERE r.program_id = ? AND r.day BETWEEN ? AND ? ${sql} GROUP BY r.day, r.kind, r.book`,
      [scope.programId, from, to, ...values],
    ),
  ]);
  const days = rows.map((row) => ({
    day: row.day,
    shopId: 0,
    kind: row.kind,
    book: row.book,
    addedMinor: row.added,
    takenMinor: row.taken,
  }));
  return rollForward(days, { from, to, openMinor: open?.held ?? 0 });
}

function readOpen(pool: Pool, scope: RollForwardScope, from: string): Promise<z.output<typeof openRow>[]> {
  const { sql, values } = scopeCondition(scope);
  return readRows(
    pool,
    openRow,
    `SELECT ${HELD} AS held FROM ${WITH_CURRENCY} WHERE r.program_id = ? AND r.day < ? ${sql}`,
    [scope.programId, from, ...values],
  );
}

function scopeCondition({ shopId, currency }: RollForwardScope): { sql: string; values: unknown[] } {
  const parts: [string, unknown][] = [];
  if (shopId !== undefined) parts.push(["AND r.shop_id = ?", shopId]);
  if (currency !== undefined) parts.push(["AND COALESCE(s.currency, p.currency) = ?", currency]);
  return { sql: parts.map(([sql]) => sql).join(" "), values: parts.map(([, value]) => value) };
}

/** What members held at the end of a day, by the shops of the entries. */
export async function readLiability(pool: Pool, programId: number, day: string): Promise<ShopLiability[]> {
  const rows = await readRows(
    pool,
    liabilityRow,
    `SELECT r.shop_id, COALESCE(s.currency, p.currency) AS currency, ${HELD} AS held FROM ${WITH_CURRENCY}
     WHERE r.program_id = ? AND r.day <= ? GROUP BY r.shop_id, s.currency, p.currency ORDER BY r.shop_id`,
    [programId, day],
  );
  return rows.map((row) => ({ shopId: row.shop_id, currency: row.currency, liabilityMinor: row.held }));
}
