import type { PoolConnection } from "mariadb";
import { z } from "zod";

import { applyChanges, splitInterval } from "#core/reading";
import type { EffectiveChange, Snapshot } from "#core/reading";
import { insertRows } from "../ledger/statements.server.ts";
import { within } from "./entry-range.server.ts";
import type { EntryRange } from "./entry-range.server.ts";

/** Entries between two snapshots beyond which another is put between. */
const MOST_BETWEEN = 200;
const SPLIT_EVERY = 100;

const BEGINNING = "1000-01-01T00:00:00.000Z";

const changeRow = z.object({
  account_id: z.number(),
  effective_at: z.date(),
  available: z.coerce.number(),
  pending: z.coerce.number(),
  held: z.coerce.number(),
  entries: z.number(),
});
const snapshotRow = z.object({
  before_at: z.date(),
  available: z.number(),
  pending: z.number(),
  held: z.number(),
  entries: z.number(),
});

/** Brings the snapshots of the ranges' accounts up to date, in the transaction that holds their positions. */
export async function moveSnapshots(
  connection: PoolConnection,
  programId: number,
  ranges: readonly EntryRange[],
): Promise<void> {
  const changes = await readNewChanges(connection, programId, ranges);
  for (const range of ranges) {
    const own = changes.get(range.accountId) ?? [];
    if (own.length > 0) await moveAccount(connection, programId, range, own);
  }
}

async function moveAccount(
  connection: PoolConnection,
  programId: number,
  { accountId, to }: EntryRange,
  changes: readonly EffectiveChange[],
): Promise<void> {
  const account = { programId, accountId, to };
  const first = changes[0]?.effectiveAt ?? BEGINNING;
  const base = await readBase(connection, account, first);
  const later = await readSnapshots(connection, "before_at > ? ORDER BY before_at", account, first);
  const moved = applyChanges(base, later, changes);
  await write(connection, account, moved);
  for (const [index, snapshot] of moved.entries()) {
    const start = index === 0 ? base : (moved[index - 1] ?? null);
    if (snapshot.entries - (start?.entries ?? 0) <= MOST_BETWEEN) continue;
    const between = await readChangesBetween(connection, account, start, snapshot);
    await write(connection, account, splitInterval(start, between, SPLIT_EVERY, snapshot.beforeAt));
  }
}

interface RolledAccount {
  readonly programId: number;
  readonly accountId: number;
  /** Its newest entry that is taken in. */
  readonly to: number;
}

async function readBase(
  connection: PoolConnection,
  account: RolledAccount,
  first: string,
): Promise<Snapshot | null> {
  const [base] = await readSnapshots(
    connection,
    "before_at <= ? ORDER BY before_at DESC LIMIT 1",
    account,
    first,
  );
  return base ?? null;
}

async function readSnapshots(
  connection: PoolConnection,
  which: string,
  { programId, accountId }: RolledAccount,
  instant: string,
): Promise<Snapshot[]> {
  const rows = z.array(snapshotRow).parse(
    await connection.query(
      `SELECT before_at, available, pending, held, entries FROM balance_snapshot
       WHERE program_id = ? AND account_id = ? AND ${which}`,
      [programId, accountId, new Date(instant)],
    ),
  );
  return rows.map((row) => ({ beforeAt: row.before_at.toISOString(), ...sums(row) }));
}

const SUMS = `SUM(IF(p.book = 'available', p.amount, 0)) AS available,
  SUM(IF(p.book = 'pending', p.amount, 0)) AS pending, SUM(IF(p.book = 'held', p.amount, 0)) AS held,
  COUNT(DISTINCT e.seq) AS entries
  FROM entry e FORCE INDEX (PRIMARY) STRAIGHT_JOIN posting p FORCE INDEX (PRIMARY)
    ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq`;

/** One read for many accounts: ranges of one statement. */
async function readNewChanges(
  connection: PoolConnection,
  programId: number,
  ranges: readonly EntryRange[],
): Promise<Map<number, EffectiveChange[]>> {
  const { sql, values } = within(ranges);
  const rows = z.array(changeRow).parse(
    await connection.query(
      `SELECT e.account_id, e.effective_at, ${SUMS}
       WHERE e.program_id = ? AND (${sql})
       GROUP BY e.account_id, e.effective_at ORDER BY e.account_id, e.effective_at`,
      [programId, ...values],
    ),
  );
  const changes = new Map<number, EffectiveChange[]>();
  for (const row of rows) {
    const own = changes.get(row.account_id);
    if (own) own.push(toChange(row));
    else changes.set(row.account_id, [toChange(row)]);
  }
  return changes;
}

async function readChangesBetween(
  connection: PoolConnection,
  { programId, accountId, to }: RolledAccount,
  start: Snapshot | null,
  end: Snapshot,
): Promise<EffectiveChange[]> {
  const rows = z.array(changeRow).parse(
    await connection.query(
      `SELECT e.account_id, e.effective_at, ${SUMS}
       WHERE e.program_id = ? AND e.account_id = ? AND e.effective_at >= ? AND e.effective_at < ? AND e.seq <= ?
       GROUP BY e.account_id, e.effective_at ORDER BY e.effective_at`,
      [programId, accountId, new Date(start?.beforeAt ?? BEGINNING), new Date(end.beforeAt), to],
    ),
  );
  return rows.map(toChange);
}

function toChange(row: z.output<typeof changeRow>): EffectiveChange {
  const { balance, entries } = sums(row);
  return { effectiveAt: row.effective_at.toISOString(), change: balance, entries };
}

function sums(row: { available: number; pending: number; held: number; entries: number }) {
  const { available, pending, held, entries } = row;
  return { balance: { availableMinor: available, pendingMinor: pending, heldMinor: held }, entries };
}

async function write(
  connection: PoolConnection,
  { programId, accountId }: RolledAccount,
  snapshots: readonly Snapshot[],
): Promise<void> {
  const columns = ["program_id", "account_id", "before_at", "available", "pending", "held", "entries"];
  const insert = insertRows(
    "balance_snapshot",
    columns,
    snapshots.map(({ beforeAt, balance, entries }) => [
      ...[programId, accountId, new Date(beforeAt)],
      ...[balance.availableMinor, balance.pendingMinor, balance.heldMinor, entries],
    ]),
  );
  if (!insert) return;
  await connection.query(
    `${insert.sql} ON DUPLICATE KEY UPDATE available = VALUES(available), pending = VALUES(pending),
       held = VALUES(held), entries = VALUES(entries)`,
    [...insert.values],
  );
}
