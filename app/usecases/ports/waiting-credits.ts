import type { WaitingCredits } from "#core/earning";

/** What an account holds for an order without a day on which it becomes available. */
export interface WaitingCreditsReader {
  /** As of now, without a lock: whoever acts on it names its command after the lots. */
  find(programId: number, accountId: number, subject: string): Promise<WaitingCredits>;
}
