import { createHash } from "node:crypto";
import { entryContent } from "#core/ledger";
import type { EntryDraft, EntryKind, Posting } from "#core/ledger";
import type { LedgerWorld } from "./ledger-world.ts";

interface AccountRow {
  id: number;
  available: number;
  held: number;
  entry_count: number;
  head_hash: Buffer;
}
interface EntryRow {
  account_id: number;
  seq: number;
  kind: EntryKind;
  business_key: string;
  subject: string | null;
  effective_at: Date;
  booked_at: Date;
  cause_kind: EntryDraft["cause"]["kind"];
  cause_ref: string;
  reason_code: string;
  prev_hash: Buffer;
  hash: Buffer;
}
interface LineRow {
  account_id: number;
  seq: number;
  line: number;
  book: Posting["book"];
  amount: number;
  balance_after: number | null;
}
interface MovementRow extends LineRow {
  entry_seq: number;
  lot_seq: number;
  lot_line: number;
}
interface LotRow extends LineRow {
  entry_seq: number;
  remaining: number;
  available_from: Date;
  expires_at: Date | null;
}

/**
 * What does not hold in the rows of the accounts; empty when all of it does: entries without a gap, each chained to
 * the one before by a hash of what its rows say, sums of postings that are the balances, lots that hold what is
 * available. For accounts whose lots were always available and never repaid a debt.
 */
export async function findUnsound(world: LedgerWorld, accountIds: readonly number[]): Promise<string[]> {
  const read = <Row extends object>(table: string, order: string): Promise<Row[]> =>
    world.database.pool.query(
      `SELECT * FROM ${table} WHERE program_id = ? AND ${table === "account" ? "id" : "account_id"} IN (?) ORDER BY ${order}`,
      [world.programId, accountIds],
    );
  const accounts = await read<AccountRow>("account", "id");
  const entries = groupBy(await read<EntryRow>("entry", "account_id, seq"), accountOf);
  const postings = groupBy(await read<LineRow>("posting", "account_id, seq, line"), entryOf);
  const movementRows = await read<MovementRow>("lot_movement", "account_id, entry_seq, line");
  const movements = groupBy(movementRows, madeBy);
  const lots = groupBy(await read<LotRow>("lot", "account_id, entry_seq, line"), madeBy);

  return accounts.flatMap((account) => {
    const own = entries.get(`${account.id}`) ?? [];
    const faults: string[] = [];
    const expect = (holds: boolean, what: string) => void (holds || faults.push(`${account.id}: ${what}`));
    const sums = { available: 0, held: 0 };
    let head = Buffer.alloc(32);
    let inLots = 0;
    for (const [index, entry] of own.entries()) {
      const name = entryOf(entry);
      const lines = postings.get(name) ?? [];
      const made = lots.get(name) ?? [];
      expect(entry.seq === index + 1, `entry ${entry.seq} stands at ${index + 1}`);
      expect(entry.prev_hash.equals(head), `entry ${entry.seq} does not follow the one before`);
      const content = entryContent(world.programId, draftOf(entry, lines, movements.get(name) ?? [], made));
      head = createHash("sha256").update(head).update(content).digest();
      expect(entry.hash.equals(head), `entry ${entry.seq} is not what its hash covers`);
      for (const line of lines) if (line.book in sums) sums[line.book as keyof typeof sums] += line.amount;
      expect(lines.reduce((sum, line) => sum + line.amount, 0) === 0, `entry ${entry.seq} is not balanced`);
      inLots += made.reduce((sum, lot) => sum + lot.remaining, 0);
    }
    expect(account.entry_count === own.length, `counts ${account.entry_count} of ${own.length} entries`);
    expect(account.head_hash.equals(head), "its head is not its last entry");
    expect(account.available === sums.available, `has ${account.available}, postings say ${sums.available}`);
    expect(account.held === sums.held, `holds ${account.held}, postings say ${sums.held}`);
    expect(account.available === inLots, `has ${account.available}, lots say ${inLots}`);
    return faults;
  });
}

function draftOf(entry: EntryRow, lines: LineRow[], moved: MovementRow[], made: LotRow[]): EntryDraft {
  return {
    accountId: entry.account_id,
    seq: entry.seq,
    kind: entry.kind,
    key: entry.business_key,
    subject: entry.subject,
    effectiveAt: entry.effective_at.toISOString(),
    bookedAt: entry.booked_at.toISOString(),
    cause: { kind: entry.cause_kind, ref: entry.cause_ref },
    reasonCode: entry.reason_code,
    postings: lines.map(({ book, amount, balance_after }) => ({
      ...{ book, amountMinor: amount, balanceAfterMinor: balance_after },
    })),
    lotMovements: moved.map(({ lot_seq, lot_line, amount }) => ({
      ...{ lot: { entrySeq: lot_seq, line: lot_line }, amountMinor: amount },
    })),
    newLots: made.map((lot) => ({
      ...{ entrySeq: lot.entry_seq, line: lot.line, bucket: "available" },
      ...{ amountMinor: lot.amount, remainingMinor: lot.amount },
      availableFrom: lot.available_from.toISOString(),
      expiresAt: lot.expires_at?.toISOString() ?? null,
    })),
  };
}

const accountOf = (row: { account_id: number }): string => `${row.account_id}`;
const entryOf = (row: { account_id: number; seq: number }): string => `${row.account_id}/${row.seq}`;
const madeBy = (row: { account_id: number; entry_seq: number }): string =>
  `${row.account_id}/${row.entry_seq}`;

function groupBy<Row>(rows: readonly Row[], nameOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}
