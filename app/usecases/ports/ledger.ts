import type { Command, PostResult } from "#core/ledger";

/**
 * The ledger's one way in. Each command is decided under the lock of its account and committed with its
 * entry, postings, lots, key and intents; answers come in the commands' order, a refusal spoils no neighbour.
 * The same key with the same content answers what was answered first.
 */
export interface Ledger {
  /** Throws a fault when the database stays out of reach; then nothing or everything was committed. */
  post(programId: number, commands: readonly Command[]): Promise<PostResult[]>;
}
