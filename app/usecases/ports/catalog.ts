import type { CatalogTask, Shipment } from "#core/catalog";

/** A turn that this process has. */
export interface ClaimedTurn {
  readonly programId: number;
  readonly task: CatalogTask;
  /** Numbers the run; the same after a crash. */
  readonly run: number;
  /** How far the run is, in the task's own words; null: at its beginning. */
  readonly place: unknown;
  /** When the run began, by the database's clock. */
  readonly startedAt: string;
  readonly claim: number;
}

/** A turn as people see it. */
export interface TurnState {
  readonly task: CatalogTask;
  readonly dueAt: string;
  readonly running: boolean;
  readonly compared: number;
  readonly enqueued: number;
  readonly total: number | null;
  readonly finishedAt: string | null;
  readonly lastError: string | null;
}

/** Whose turn it is to be compared. */
export interface CatalogTurns {
  /** Gives every program with an active connection its turns. */
  ensure(): Promise<void>;
  findDue(limit: number): Promise<readonly { readonly programId: number; readonly task: CatalogTask }[]>;
  /**
   * Claims a turn that is due, or whose process was lost, for this process; null: another has it. A turn that was lost
   * goes on where it was, under the same number.
   */
  claim(programId: number, task: CatalogTask): Promise<ClaimedTurn | null>;
  /** Notes how far the run is and prolongs the lease; false: another process has the turn. */
  advance(
    turn: ClaimedTurn,
    to: { readonly place: unknown; readonly compared: number; readonly enqueued: number },
  ): Promise<boolean>;
  /** Ends the run: the next one begins after this while, at the beginning. `keep` is its first place. */
  end(turn: ClaimedTurn, next: { readonly inMs: number; readonly keep?: unknown }): Promise<void>;
  /** Gives the turn back: the run goes on after this while. `error` null: nothing failed. */
  giveBack(turn: ClaimedTurn, after: { readonly inMs: number; readonly error: string | null }): Promise<void>;
  /** Makes the turn due now. */
  hurry(programId: number, task: CatalogTask): Promise<void>;
  list(programId: number): Promise<readonly TurnState[]>;
}

/** What Exigo has shipped of orders. */
export interface Shipments {
  /** Keeps a shipment; true: it is new, or says more than before. */
  keep(programId: number, shopId: number, orderId: string, shipment: Shipment): Promise<boolean>;
  list(programId: number, shopId: number, orderId: string): Promise<readonly Shipment[]>;
  /** The lines of an order as it was placed; empty: the order is not known. */
  linesOf(
    programId: number,
    shopId: number,
    orderId: string,
  ): Promise<
    readonly { readonly lineId: string; readonly variantId: string | null; readonly quantity: number }[]
  >;
}

/** Units of orders that Shopify has taken off its stock and Exigo does not know of yet. */
export interface UnitsOnTheWay {
  count(
    programId: number,
    shopId: number,
    variantIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}

/** What both sides had in stock when they were alike. */
export interface StockAgreement {
  readonly units: number;
  /** The shop's was changed since, and that is recorded. */
  readonly isChanged: boolean;
}

/** Agreements about stock by location; a variant on which there is none is left out. */
export interface StockAgreements {
  find(
    programId: number,
    shopId: number,
    locationId: string,
    variantIds: readonly string[],
  ): Promise<ReadonlyMap<string, StockAgreement>>;
  /** The key is the variant at the location; kept again, the newer one counts. */
  keep(
    programId: number,
    shopId: number,
    locationId: string,
    agreed: readonly (StockAgreement & { readonly variantId: string })[],
  ): Promise<void>;
}
