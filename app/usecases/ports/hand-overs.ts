/** How far the accounts of a program are handed over to the place in Exigo that its connection names. */
export interface HandOverProgress {
  /** All accounts of the program. */
  readonly accounts: number;
  /** Accounts that owe Exigo nothing of what they held before. */
  readonly handedOver: number;
  /** Of the others, those whose write waits for a person. */
  readonly needPerson: number;
}

export interface HandOvers {
  /** Programs with accounts to hand over. */
  findUnfinished(limit: number): Promise<{ programId: number }[]>;
  /**
   * Hands over the next accounts, in the order of their ids, and moves the stored position in the same commit:
   * each account that holds something gets one `exigo.point` intent for what Exigo lacks of its balance. Locks
   * the connection, then the accounts, so an entry is either part of the balance or owes a write of its own.
   * Safe to repeat and to run twice at once. False: nothing is left to do.
   */
  handOverNext(programId: number, limit: number): Promise<boolean>;
  /** Looks at every account once more: what Exigo lacks becomes an intent, what it has been told stays as it is. */
  lookAgain(programId: number): Promise<void>;
  /** null: there is no connection, or every account is handed over. */
  progress(programId: number): Promise<HandOverProgress | null>;
}
