import { LedgerFault } from "#core/ledger";
import type { Lot, LotRef } from "#core/ledger";
import { z } from "zod";

/** A lot that was read, and whose it is. */
export interface ReadLot {
  readonly accountId: number;
  readonly lot: Lot;
}

/**
 * The one column in which a lot `l` is read: a list in JSON, in the order of {@link Cells}. A redemption may read a
 * thousand lots, and the driver and zod need three times as long for a thousand rows of eight columns.
 */
export const LOT_AS_TEXT = `CONCAT('[', CONCAT_WS(',', l.account_id, l.entry_seq, l.line, l.amount, l.remaining,
  CONCAT('"', l.bucket, '"'), CONCAT('"', l.available_from, 'Z"'), COALESCE(CONCAT('"', l.expires_at, 'Z"'), 'null')
), ']') AS lot`;

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

const lotTexts = z.array(z.object({ lot: z.string() }));

/** The lots of an answer, in its order. Throws a {@link LedgerFault} for a row that is no lot. */
export function readLots(answer: unknown): ReadLot[] {
  const texts = lotTexts.parse(answer).map((row) => row.lot);
  // A DATETIME as text is an instant but for one blank, and there is no other in a lot.
  const lots = JSON.parse(`[${texts.join(",").replaceAll(" ", "T")}]`) as unknown[];
  return lots.map(toLot);
}

/** Lots by account, each once however often it was read. */
export function groupLots(rows: readonly ReadLot[]): Map<number, Lot[]> {
  const named = new Map<number, Map<number, Lot>>();
  for (const { accountId, lot } of rows) {
    const ofAccount = named.get(accountId) ?? new Map<number, Lot>();
    named.set(accountId, ofAccount);
    ofAccount.set(lotKey(lot), lot);
  }
  return new Map([...named].map(([accountId, lots]) => [accountId, [...lots.values()]]));
}

/** A lot among those of its account: a line is less than 2^16. */
export function lotKey(lot: LotRef): number {
  return lot.entrySeq * 65_536 + lot.line;
}

function toLot(cells: unknown): ReadLot {
  if (!isLot(cells)) throw new LedgerFault(`a row that is no lot: ${JSON.stringify(cells)}`);
  const [accountId, entrySeq, line, amountMinor, remainingMinor, bucket, availableFrom, expiresAt] = cells;
  return {
    accountId,
    lot: { entrySeq, line, bucket, amountMinor, remainingMinor, availableFrom, expiresAt },
  };
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
