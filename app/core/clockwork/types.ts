import type { LotRef } from "../ledger/index.ts";
import type { Instant } from "../units/index.ts";

/** Lots or holds that one batch concerns: large for speed, and yet locked for a moment only. */
export const CLOCKWORK_BATCH = 250;

interface Due {
  readonly accountId: number;
  /** The instant that has passed by the database's clock. */
  readonly dueAt: Instant;
}

/** A pending lot whose day has come. */
export interface DueLot extends Due {
  readonly lot: LotRef;
  /** Entries that the account had when this was seen. */
  readonly entryCount: number;
}

/** An account with available lots that have expired; `dueAt` is the newest of their ends. */
export interface DueExpiry extends Due {
  /** Entries that the account had when this was seen. */
  readonly entryCount: number;
}

/** An open hold whose time is over. */
export interface DueHold extends Due {
  readonly holdKey: string;
  /** The entry that placed it. */
  readonly entrySeq: number;
}
