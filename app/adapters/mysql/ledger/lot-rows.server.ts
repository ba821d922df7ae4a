import { LedgerFault } from "#core/ledger";
import type { Lot, LotRef } from "#core/ledger";
import { z } from "zod";

/** The lots of an answer. */
export interface ReadLots {
  readonly count: number;
  /** Whose the last one is. */
  readonly lastAccountId: number | undefined;
  /** By account, each in the answer's order. */
  readonly of: ReadonlyMap<number, readonly Lot[]>;
}

/**
 * A lot `l` as a list in JSON, in the order of {@link Cells}. A redemption may read a thousand lots, and the driver and
 * zod need three times as long for a thousand rows of eight columns.
 */
const LOT_TEXT = `CONCAT('[', CONCAT_WS(',', l.account_id, l.entry_seq, l.line, l.amount, l.remaining,
  CONCAT('"', l.bucket, '"'), CONCAT('"', l.available_from, 'Z"'), COALESCE(CONCAT('"', l.expires_at, 'Z"'), 'null')
), ']')`;

// A DATETIME as text is an instant but for one blank, and there is no other in a lot.
const asInstants = (text: string): string => `REPLACE(${text}, ' ', 'T')`;

/** A lot for each row. */
export const LOT_AS_TEXT = `${asInstants(LOT_TEXT)} AS lots`;

/** All lots in one row, for those that are many: of a thousand rows the driver makes a thousand objects. */
export const LOTS_AS_TEXT = `COALESCE(${asInstants(`GROUP_CONCAT(${LOT_TEXT})`)}, '') AS lots`;

type Cells = readonly [
  accountId: number,
  entrySeq: number,
  line: number,
  amountMinor: number,
  remainingMinor: number,
  bucket: Lot["bucket"],
  availableFrom: string,
  expiresAt: string | null,
];

const lotTexts = z.array(z.object({ lots: z.string() }));

/** Throws a {@link LedgerFault} for what is no lot. */
export function readLots(answer: unknown): ReadLots {
  const texts = lotTexts.parse(answer).map((row) => row.lots);
  const cells = parseCells(`[${texts.join(",")}]`);
  const of = new Map<number, Lot[]>();
  let lastAccountId: number | undefined;
  for (const each of cells) {
    if (!isLot(each)) throw new LedgerFault(`a row that is no lot: ${JSON.stringify(each)}`);
    [lastAccountId] = each;
    const lots = of.get(lastAccountId) ?? [];
    of.set(lastAccountId, lots);
    lots.push(toLot(each));
  }
  return { count: cells.length, lastAccountId, of };
}

function parseCells(text: string): unknown[] {
  try {
    return JSON.parse(text) as unknown[];
  } catch (cause) {
    throw new LedgerFault("lots that are cut off or no JSON", { cause });
  }
}

/** Lots by account, each once however often it was read. */
export function mergeLots(answers: readonly ReadLots["of"][]): Map<number, readonly Lot[]> {
  const merged = new Map<number, readonly Lot[]>();
  for (const of of answers) {
    for (const [accountId, lots] of of) {
      const before = merged.get(accountId);
      merged.set(accountId, before ? eachOnce([...before, ...lots]) : lots);
    }
  }
  return merged;
}

function eachOnce(lots: readonly Lot[]): Lot[] {
  return [...new Map(lots.map((lot) => [lotKey(lot), lot])).values()];
}

/** A lot among those of its account: a line is less than 2^16. */
function lotKey(lot: LotRef): number {
  return lot.entrySeq * 65_536 + lot.line;
}

function toLot(cells: Cells): Lot {
  const [, entrySeq, line, amountMinor, remainingMinor, bucket, availableFrom, expiresAt] = cells;
  return { entrySeq, line, bucket, amountMinor, remainingMinor, availableFrom, expiresAt };
}

/** By hand, for a schema takes longer than all else that is done with a lot. */
function isLot(cells: unknown): cells is Cells {
  if (!Array.isArray(cells) || cells.length !== 8) return false;
  const [accountId, entrySeq, line, amountMinor, remainingMinor, bucket, availableFrom, expiresAt] =
    cells as unknown[];
  return (
    Number.isSafeInteger(accountId) &&
    Number.isSafeInteger(entrySeq) &&
    Number.isSafeInteger(line) &&
    Number.isSafeInteger(amountMinor) &&
    Number.isSafeInteger(remainingMinor) &&
    (bucket === "available" || bucket === "pending") &&
    isInstant(availableFrom) &&
    (expiresAt === null || isInstant(expiresAt))
  );
}

function isInstant(cell: unknown): boolean {
  return typeof cell === "string" && cell.length === INSTANT_LENGTH;
}

const INSTANT_LENGTH = "2026-11-20T12:00:00.000Z".length;
