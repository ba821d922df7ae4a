import { createRowCounts, openingKey, partsOfKey, readHeader, readRow, rowContent } from "#core/importing";
import type { ColumnPositions, RowCounts } from "#core/importing";

import type { FileRow } from "../ports/row-file.ts";
import type { ImportContext, RowDraft } from "./types.ts";

type Piece =
  | { readonly ok: true; readonly drafts: readonly RowDraft[]; readonly bytesRead: number }
  | {
      readonly ok: false;
      readonly refusal: {
        readonly code: "column_missing";
        readonly expected: readonly string[];
        readonly found: readonly string[];
      };
    };

/** Tells whether keys belong to rows of the file; reads all of it once, and only when the rows so far do not tell. */
export type IsInFile = (keys: readonly string[]) => Promise<(key: string) => boolean>;

/** The file's rows as drafts, piece by piece, and what can be asked about the whole file. */
export function readRows(context: ImportContext) {
  const soFar = createRowCounts();
  let header = false;
  let whole: Promise<RowCounts> | undefined;

  const isIn = (counts: RowCounts, key: string): boolean => {
    const parts = partsOfKey(context.source, key);
    return parts !== null && parts.ordinal < counts.count(parts.digest);
  };

  const isInFile: IsInFile = async (keys) => {
    const unknown = keys.some((key) => partsOfKey(context.source, key) !== null && !isIn(soFar, key));
    if (!unknown) return (key) => isIn(soFar, key);
    whole ??= countWhole(context);
    const counts = await whole;
    return (key) => isIn(counts, key);
  };

  async function* pieces(): AsyncGenerator<Piece> {
    for await (const piece of draftFile(context, soFar)) {
      header = true;
      yield piece;
    }
  }

  return { pieces, isInFile, hasHeader: () => header };
}

async function countWhole(context: ImportContext): Promise<RowCounts> {
  const counts = createRowCounts();
  for await (const _piece of draftFile(context, counts)) continue;
  return counts;
}

async function* draftFile(context: ImportContext, counts: RowCounts): AsyncGenerator<Piece> {
  let positions: ColumnPositions | undefined;
  for await (const { rows, bytesRead } of context.file.readChunks()) {
    const known = positions;
    if (known) {
      yield { ok: true, drafts: rows.flatMap((row) => draftRow(context, known, counts, row)), bytesRead };
      continue;
    }
    const [first, ...rest] = rows;
    const header = readHeader(context.format, first?.cells ?? []);
    if (!header.ok) {
      const { expected } = header;
      yield { ok: false, refusal: { code: "column_missing", expected, found: first?.cells ?? [] } };
      return;
    }
    positions = header.positions;
    yield {
      ok: true,
      drafts: rest.flatMap((row) => draftRow(context, header.positions, counts, row)),
      bytesRead,
    };
  }
}

function draftRow(
  context: ImportContext,
  positions: ColumnPositions,
  counts: RowCounts,
  { line, cells }: FileRow,
): RowDraft[] {
  const { scale, startedAt: now, shopId, source, digest } = context;
  const ended = (outcome: "nothing" | "refused", customer: string, reason: string | null): RowDraft => ({
    kind: "ended",
    report: { line, customer, outcome, reason, openedMinor: 0 },
  });
  if (cells === null) return [ended("refused", "", "rest_unreadable")];
  return readRow(cells, { positions, scale, now }).map((reading): RowDraft => {
    if (reading.kind === "nothing") return ended("nothing", "", null);
    if (reading.kind === "refused") return ended("refused", reading.customer, reading.refusal);
    const rowDigest = digest(rowContent(shopId, reading.row));
    const key = openingKey(source, rowDigest, counts.next(rowDigest));
    return { kind: "opening", line, row: reading.row, key };
  });
}
