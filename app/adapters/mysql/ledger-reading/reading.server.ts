import { z } from "zod";

import type { Balance, StatementLine } from "#core/reading";
import type { LedgerReading } from "../../../usecases/ports/ledger-reading.ts";
import type { Database } from "../database.server.ts";
import { effectiveBalance } from "./effective-balance.server.ts";

const balanceRow = z.object({ available: z.number(), pending: z.number(), held: z.number() });

const entryRow = z.object({
  seq: z.number(),
  kind: z.string(),
  business_key: z.string(),
  subject: z.string().nullable(),
  shop_id: z.number().nullable(),
  effective_at: z.date(),
  booked_at: z.date(),
  reason_code: z.string(),
  available_after: z.number(),
  pending_after: z.number(),
  held_after: z.number(),
});
type EntryRow = z.output<typeof entryRow>;

const NOTHING: Balance = { availableMinor: 0, pendingMinor: 0, heldMinor: 0 };

/** Balances and statements from MySQL or MariaDB; the cost of each does not grow with the account's history. */
export function createMysqlLedgerReading({ pool }: Pick<Database, "pool">): LedgerReading {
  return {
    async balanceNow(programId, accountId) {
      const [row] = z
        .array(balanceRow)
        .parse(
          await pool.query("SELECT available, pending, held FROM account WHERE program_id = ? AND id = ?", [
            programId,
            accountId,
          ]),
        );
      return row ? { availableMinor: row.available, pendingMinor: row.pending, heldMinor: row.held } : null;
    },
    async balanceAsOf(programId, accountId, at, axis) {
      if (axis === "effective") return effectiveBalance(pool, programId, accountId, at);
      const [entry] = z
        .array(entryRow)
        .parse(await pool.query(NEWEST_BOOKED_UNTIL, { programId, accountId, at: new Date(at) }));
      return entry ? balanceAfter(entry) : NOTHING;
    },
    async statement(programId, accountId, { beforeSeq, limit }) {
      // One more than the page shows: its balances are what the page's last line started from.
      const rows = z.array(entryRow).parse(
        await pool.query(
          `SELECT ${ENTRY} FROM entry WHERE program_id = ? AND account_id = ? AND seq < ?
           ORDER BY seq DESC LIMIT ?`,
          [programId, accountId, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit + 1],
        ),
      );
      const lines = rows.slice(0, limit).map((row, index) => toLine(row, rows[index + 1]));
      const nextBeforeSeq = rows.length > limit ? (lines.at(-1)?.seq ?? null) : null;
      return { lines, nextBeforeSeq };
    },
  };
}

const ENTRY = Object.keys(entryRow.shape).join(", ");

/**
 * Within an account no entry is booked before the one that precedes it, so the newest until an instant is found by halving
 * the span of their numbers: seventeen rows of a hundred thousand are looked at, and no index is needed.
 */
const NEWEST_BOOKED_UNTIL = {
  namedPlaceholders: true,
  sql: `WITH RECURSIVE span (low, high) AS (
      SELECT 0, entry_count FROM account WHERE program_id = :programId AND id = :accountId
      UNION ALL
      SELECT IF(e.booked_at <= :at, e.seq, s.low), IF(e.booked_at <= :at, s.high, e.seq - 1)
      FROM span s STRAIGHT_JOIN entry e
        ON e.program_id = :programId AND e.account_id = :accountId AND e.seq = (s.low + s.high + 1) DIV 2
      WHERE s.low < s.high
    )
    SELECT ${ENTRY} FROM entry
    WHERE program_id = :programId AND account_id = :accountId AND seq = (SELECT low FROM span WHERE low = high)`,
};

function balanceAfter(row: EntryRow): Balance {
  return {
    availableMinor: row.available_after,
    pendingMinor: row.pending_after,
    heldMinor: row.held_after,
  };
}

function toLine(row: EntryRow, before: EntryRow | undefined): StatementLine {
  const balance = balanceAfter(row);
  const from = before ? balanceAfter(before) : NOTHING;
  return {
    seq: row.seq,
    kind: row.kind,
    key: row.business_key,
    subject: row.subject,
    shopId: row.shop_id,
    effectiveAt: row.effective_at.toISOString(),
    bookedAt: row.booked_at.toISOString(),
    reasonCode: row.reason_code,
    change: {
      availableMinor: balance.availableMinor - from.availableMinor,
      pendingMinor: balance.pendingMinor - from.pendingMinor,
      heldMinor: balance.heldMinor - from.heldMinor,
    },
    balance,
  };
}
