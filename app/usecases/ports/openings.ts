import type { ImportMode, Opening } from "#core/importing";
import type { Instant } from "#core/units";

/** An opening balance of a customer that is no member yet. */
interface OpeningByEmail extends Opening {
  readonly email: string;
  readonly mode: ImportMode;
}

/** One that is to be kept until its customer is known. */
export interface WaitingOpening extends OpeningByEmail {
  /** Where its row stands in the file; 1 is the header. */
  readonly line: number;
}

/** One that is to be looked at again; `dueAt` names the occasion. */
export interface DueOpening extends OpeningByEmail {
  readonly programId: number;
  readonly id: number;
  readonly dueAt: Instant;
}

export type OpeningOutcome =
  | { readonly state: "opened"; readonly accountId: number }
  | { readonly state: "refused"; readonly reason: string }
  /** Nobody to open it for; it is looked at again when something is told of a customer with its email. */
  | { readonly state: "waiting"; readonly reason: string };

export interface Openings {
  /** The database's now. */
  readNow(): Promise<Instant>;
  /** Keys of the opening balances in the accounts, by account. */
  findOpenedKeys(
    programId: number,
    accountIds: readonly number[],
  ): Promise<ReadonlyMap<number, readonly string[]>>;
  /** Keys of what waits, by email in lower case. */
  findWaitingKeys(
    programId: number,
    emails: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Stores what waits, once per key; it is first looked at a minute later. */
  storeWaiting(programId: number, openings: readonly WaitingOpening[]): Promise<void>;
  /** What waits and may be opened now, fair between programs. */
  findDue(limit: number): Promise<DueOpening[]>;
  /**
   * Lets one that was refused be looked at again at once, in the name of a member of staff. One that another source's
   * balance stood in the way of is added to that. False: there is none such, or it names nobody any more.
   */
  tryAgain(programId: number, id: number, by: string): Promise<boolean>;
  /** Ends it, or lets it wait on. False, and nothing changed, when it was ended or something was told since it was found. */
  finish(opening: DueOpening, outcome: OpeningOutcome): Promise<boolean>;
}
