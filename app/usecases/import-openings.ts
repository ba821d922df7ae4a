import type { ImportFormat, ImportMode } from "#core/importing";
import type { Instant } from "#core/units";

import { importRows } from "./import-openings/import-rows.ts";
import { readRows } from "./import-openings/read-rows.ts";
import type { ImportContext, ImportRowsPorts, RowReport } from "./import-openings/types.ts";
import { createTally } from "./import-openings/tally.ts";
import type { ImportCounts } from "./import-openings/tally.ts";
import type { Programs } from "./ports/programs.ts";
import type { RowFile } from "./ports/row-file.ts";

export type { ImportCounts, RowReport };

export interface ImportOpeningsPorts extends ImportRowsPorts {
  readonly programs: Pick<Programs, "findShopByDomain" | "findProgram">;
  /** Runs work while no other import of the program does. */
  readonly withLock: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** A hexadecimal digest of at least 32 digits. */
  readonly digest: (content: string) => string;
}

export interface ImportOpeningsInput {
  readonly shopDomain: string;
  readonly format: ImportFormat;
  /** Names where the balances come from: rows of one source that say the same are the same row. */
  readonly source: string;
  readonly mode: ImportMode;
  /** True: tells what would happen and changes nothing. */
  readonly dryRun: boolean;
  readonly file: RowFile;
  /** Told of the rows in their order, in pieces; the next pieces wait for it. */
  readonly onRows: (reports: readonly RowReport[], progress: ImportProgress) => Promise<void>;
}

export interface ImportProgress {
  readonly rows: number;
  readonly bytesRead: number;
}

export type ImportOpeningsResult =
  | { readonly ok: true; readonly counts: ImportCounts; readonly scale: number; readonly startedAt: Instant }
  | { readonly ok: false; readonly refusal: ImportRefusal };

/** Why a file is not read at all. */
export type ImportRefusal =
  | { readonly code: "shop_unknown"; readonly shopDomain: string }
  | { readonly code: "file_empty" }
  /** At least one of the headers must be there. */
  | {
      readonly code: "column_missing";
      readonly expected: readonly string[];
      readonly found: readonly string[];
    };

/** Pieces of the file under way at once: while the database writes one, the next are read and decided. */
const PIECES_AT_ONCE = 4;

/**
 * Opens the balances of a file, each row under a key made of what it says: a run that was killed is run again, and
 * the same file twice changes nothing. A row that cannot be opened is reported and stops no other; a customer who is
 * no member yet is kept until they are. Throws the ports' faults; what was opened until then stays.
 */
export async function importOpenings(
  ports: ImportOpeningsPorts,
  input: ImportOpeningsInput,
): Promise<ImportOpeningsResult> {
  const shop = await ports.programs.findShopByDomain(input.shopDomain);
  const program = shop && (await ports.programs.findProgram(shop.programId));
  if (!shop || !program) {
    return { ok: false, refusal: { code: "shop_unknown", shopDomain: input.shopDomain } };
  }
  const { programId, scale } = program;
  const startedAt = await ports.openings.readNow();
  const { format, source, mode, dryRun, file } = input;
  const context = { programId, shopId: shop.shopId, format, scale, source, mode, dryRun, startedAt };
  const run = () => runImport(ports, { ...context, digest: ports.digest, file }, input.onRows);
  const result = dryRun ? await run() : await ports.withLock(`hc-import-${programId}`, run);
  return result.ok ? { ...result, scale, startedAt } : result;
}

async function runImport(
  ports: ImportOpeningsPorts,
  context: ImportContext,
  onRows: ImportOpeningsInput["onRows"],
): Promise<
  { readonly ok: true; readonly counts: ImportCounts } | Extract<ImportOpeningsResult, { readonly ok: false }>
> {
  const reading = readRows(context);
  const tally = createTally();
  const underWay: { reports: Promise<RowReport[]>; bytesRead: number }[] = [];
  let rows = 0;
  const endFirst = async (): Promise<void> => {
    const piece = underWay.shift();
    if (!piece) return;
    const reports = await piece.reports;
    rows += reports.length;
    tally.add(reports);
    await onRows(reports, { rows, bytesRead: piece.bytesRead });
  };
  try {
    for await (const piece of reading.pieces()) {
      if (!piece.ok) return piece;
      const reports = importRows(ports, context, reading.isInFile, piece.drafts);
      // Its failure is met when its turn comes; until then it must not count as unhandled.
      reports.catch(() => undefined);
      underWay.push({ reports, bytesRead: piece.bytesRead });
      if (underWay.length >= PIECES_AT_ONCE) await endFirst();
    }
    while (underWay.length > 0) await endFirst();
  } finally {
    await Promise.allSettled(underWay.map(({ reports }) => reports));
  }
  return reading.hasHeader()
    ? { ok: true, counts: tally.counts() }
    : { ok: false, refusal: { code: "file_empty" } };
}
