import type { ImportFormat, ImportMode, OpeningRow, RowOutcome } from "#core/importing";
import type { Instant } from "#core/units";

import type { Ledger } from "../ports/ledger.ts";
import type { MembersInBulk } from "../ports/members-in-bulk.ts";
import type { Openings } from "../ports/openings.ts";
import type { RowFile } from "../ports/row-file.ts";

export interface ImportRowsPorts {
  readonly membersInBulk: MembersInBulk;
  readonly openings: Openings;
  readonly ledger: Ledger;
}

/** What stays the same for all rows of an import. */
export interface ImportContext {
  readonly programId: number;
  readonly shopId: number;
  readonly format: ImportFormat;
  readonly scale: number;
  readonly source: string;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  /** The database's now when the import began; balances without a date take effect then. */
  readonly startedAt: Instant;
  readonly digest: (content: string) => string;
  readonly file: RowFile;
}

/** A row that is understood; `key` is the ledger's. */
export interface OpeningDraft {
  readonly kind: "opening";
  readonly line: number;
  readonly row: OpeningRow;
  readonly key: string;
}

/** A row as read: it may be opened, or its end is known already. */
export type RowDraft = OpeningDraft | { readonly kind: "ended"; readonly report: RowReport };

/** What became of a row. Personal data: `customer` is an id or an email as the file gives it. */
export interface RowReport {
  readonly line: number;
  readonly customer: string;
  readonly outcome: RowOutcome;
  /** A code; null when there is nothing to say. */
  readonly reason: string | null;
  /** What was or would be opened; zero for other outcomes than "opened". */
  readonly openedMinor: number;
}
