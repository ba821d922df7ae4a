import type { Lot } from "../ledger/index.ts";
import { readSpentRun } from "./spent-run.ts";
import type { EntryRow, Finding, FindingCode, LotRow, MovementRow, SpentRunRow } from "./rows.ts";

/** A lot as the journal leaves it. */
export interface LotState {
  readonly row: LotRow;
  bucket: "available" | "pending";
  remainingMinor: number;
}

/** What is wrong at one entry, without where. */
export type Fault = Pick<Finding, "code" | "detail"> | null;

const wrong = (code: FindingCode, detail: string): Fault => ({ code, detail });

/** The lots of an account so far, and what they hold together by bucket. */
interface LotBook {
  readonly matured: ReadonlySet<string>;
  readonly lots: Map<string, LotState>;
  readonly held: { available: number; pending: number };
  /** The newest entry. */
  newest: { readonly seq: number; readonly movements: readonly MovementRow[] };
}

/**
 * Follows the lots of an account through its entries. What a lot began with is worked out from the journal, never
 * read from its row; at the end every row must say what the journal left in it, or, in the spent run, what its last
 * entry found in it.
 */
export function createLotCheck(matured: ReadonlySet<string>, spentRun: SpentRunRow | null) {
  const newest = { seq: 0, movements: [] };
  const book: LotBook = { matured, lots: new Map(), held: { available: 0, pending: 0 }, newest };
  return {
    /** Takes an entry's movements and new lots in. */
    enter(entry: EntryRow, movements: readonly MovementRow[], rows: readonly LotRow[]): Fault {
      book.newest = { seq: entry.seq, movements };
      const incomplete = checkLines(entry, movements, rows);
      if (incomplete) return incomplete;
      for (const movement of movements) {
        const fault = move(book, entry, movement);
        if (fault) return fault;
      }
      return add(book, rows, entry.availableAfterMinor) ?? checkHeld(book, entry);
    },
    /** The lots that an entry made, as its hash covers them; only right after it was entered. */
    madeBy: (rows: readonly LotRow[]): Lot[] => rows.map((row) => asMade(row, book.lots.get(nameOf(row)))),
    /** The first row that does not say what the journal left in its lot. */
    end: () => firstWrongRow(book, spentRun),
  };
}

function checkLines(entry: EntryRow, movements: readonly MovementRow[], rows: readonly LotRow[]): Fault {
  if (movements.some((movement, line) => movement.line !== line))
    return wrong("lot_movement_wrong", "lines of movements are not consecutive");
  if (rows.some((row, line) => row.line !== line))
    return wrong("lot_wrong", "lines of lots are not consecutive");
  if (entry.kind === "mature" && movements.length !== 1)
    return wrong("lot_movement_wrong", "a matured lot is not named");
  return null;
}

function move({ lots, held }: LotBook, entry: EntryRow, movement: MovementRow): Fault {
  const name = `${movement.lotSeq}/${movement.lotLine}`;
  const lot = lots.get(name);
  if (!lot) return wrong("lot_movement_wrong", `there is no lot ${name} to move ${movement.amountMinor}`);
  if (entry.kind === "mature") {
    if (lot.bucket !== "pending") return wrong("lot_movement_wrong", `lot ${name} has matured before`);
    held.pending -= lot.remainingMinor;
    held.available += lot.remainingMinor;
    lot.bucket = "available";
  }
  lot.remainingMinor += movement.amountMinor;
  held[lot.bucket] += movement.amountMinor;
  if (lot.remainingMinor >= 0 && lot.remainingMinor <= lot.row.amountMinor) return null;
  return wrong("lot_movement_wrong", `lot ${name} would hold ${lot.remainingMinor}`);
}

/** New lots hold what the balance asks for; what they lack of their amounts repaid a debt, the first ones first. */
function add({ lots, held, matured }: LotBook, rows: readonly LotRow[], availableAfterMinor: number): Fault {
  const fresh = rows.map((row): LotState => {
    const isPending = row.bucket === "pending" || matured.has(nameOf(row));
    return { row, bucket: isPending ? "pending" : "available", remainingMinor: row.amountMinor };
  });
  const available = fresh.filter((lot) => lot.bucket === "available");
  const amount = available.reduce((sum, lot) => sum + lot.row.amountMinor, 0);
  let repaid = held.available + amount - Math.max(availableAfterMinor, 0);
  for (const lot of available) {
    const part = Math.min(Math.max(repaid, 0), lot.row.amountMinor);
    lot.remainingMinor -= part;
    repaid -= part;
  }
  for (const lot of fresh) {
    if (lot.row.amountMinor <= 0) return wrong("lot_wrong", `lot ${nameOf(lot.row)} is not above zero`);
    lots.set(nameOf(lot.row), lot);
    held[lot.bucket] += lot.remainingMinor;
  }
  return null;
}

function checkHeld({ held }: LotBook, entry: EntryRow): Fault {
  const available = Math.max(entry.availableAfterMinor, 0);
  if (held.available === available && held.pending === entry.pendingAfterMinor) return null;
  const balance = `${available} and ${entry.pendingAfterMinor}`;
  const detail = `lots hold ${held.available} available and ${held.pending} pending, the balance is ${balance}`;
  return wrong("lots_do_not_hold_the_balance", detail);
}

function asMade(row: LotRow, lot: LotState | undefined): Lot {
  return {
    bucket: lot?.bucket ?? "available",
    amountMinor: row.amountMinor,
    remainingMinor: lot?.remainingMinor ?? 0,
    availableFrom: row.availableFrom,
    expiresAt: row.expiresAt,
    entrySeq: row.seq,
    line: row.line,
  };
}

function firstWrongRow(
  { lots, newest }: LotBook,
  spentRun: SpentRunRow | null,
): { readonly fault: Fault; readonly seq: number } | null {
  const run = readSpentRun(spentRun, newest, lots);
  if (run.fault) return { fault: run.fault, seq: newest.seq };
  for (const [name, { row, bucket, remainingMinor }] of lots) {
    const expected = remainingMinor + (run.unwrittenMinor.get(name) ?? 0);
    if (row.remainingMinor !== expected) {
      const detail = `lot ${name} says that ${row.remainingMinor} remain, the journal left ${expected}`;
      return { seq: row.seq, fault: wrong("lot_wrong", detail) };
    }
    if (row.bucket !== bucket) {
      const detail = `lot ${name} stands in ${row.bucket}, the journal left it in ${bucket}`;
      return { seq: row.seq, fault: wrong("lot_wrong", detail) };
    }
  }
  return null;
}

function nameOf(lot: LotRow): string {
  return `${lot.seq}/${lot.line}`;
}
