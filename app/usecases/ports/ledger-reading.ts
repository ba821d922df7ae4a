import type { Balance, Period, RollForwardDay, StatementPage, TimeAxis } from "#core/reading";
import type { Instant } from "#core/units";

/** What the ledger says, now and earlier; never used to decide. Every answer is of one moment of the database. */
export interface LedgerReading {
  /** null: the program has no such account. */
  balanceNow(programId: number, accountId: number): Promise<Balance | null>;
  /**
   * What the account held at an instant, with everything that was booked, or took effect, by then; zero before its
   * first entry. Entries that were booked later and took effect earlier change what the effective axis answers.
   */
  balanceAsOf(programId: number, accountId: number, at: Instant, axis: TimeAxis): Promise<Balance>;
  /** Newest first, before the entry `beforeSeq` (null: from the newest). */
  statement(
    programId: number,
    accountId: number,
    query: { readonly beforeSeq: number | null; readonly limit: number },
  ): Promise<StatementPage>;
}

/** A program, one of its shops, or all shops of a currency. */
export interface RollForwardScope {
  readonly programId: number;
  /** Only entries of this shop; 0: only those of no shop. Left out: all. */
  readonly shopId?: number;
  /** Only entries of shops with this currency; those of no shop have the program's. Left out: all. */
  readonly currency?: string;
}

/** What members hold by one shop's entries. */
export interface ShopLiability {
  /** 0: no shop is known. */
  readonly shopId: number;
  readonly currency: string;
  /** Available, pending and held credits together. */
  readonly liabilityMinor: number;
}

/** How far the roll-up has come. */
export interface RollupProgress {
  /** The database's now. */
  readonly now: Instant;
  /** Every entry booked before it is in the roll-up; null: it has never run. */
  readonly completeTo: Instant | null;
  /** Between then and the database's now. */
  readonly lagMs: number | null;
}

/** Where a walk over all accounts of a program stands; made and understood by the roll-up alone. */
export interface RollupWalk {
  /** Accounts up to this one have been taken in since `asOf`. */
  readonly afterAccountId: number;
  /** When the walk began, by the database's clock. */
  readonly asOf: Instant;
}

/** Sums that a background job keeps of the postings. They may lag, and say by how much. */
export interface Rollup {
  /**
   * Every day from `from` to `to` (calendar days in UTC), days without entries too. `openMinor` is what the day before
   * closed with, where it is known from an earlier reading.
   */
  rollForward(
    scope: RollForwardScope,
    period: Period & { readonly openMinor?: number },
  ): Promise<RollForwardDay[]>;
  /** By shop at the end of a day. */
  liability(programId: number, day: string): Promise<ShopLiability[]>;
  progress(programId: number): Promise<RollupProgress>;
  /**
   * Takes in what was posted since. Several at once share the work and count nothing twice: each account's position
   * is locked while it moves. Returns how many entries were taken in, and the `walk` to go on with; null: nothing was
   * left. Begun without a walk, it looks at the accounts that moved lately, and walks over all only when it must.
   */
  catchUp(
    programId: number,
    maxEntries: number,
    walk: RollupWalk | null,
  ): Promise<{ entries: number; walk: RollupWalk | null }>;
  /** Forgets all sums and positions of a program, so that {@link catchUp} builds them from nothing. */
  forget(programId: number): Promise<void>;
}
