import type { CapWant } from "#core/rules";

/** Who claims: what an account is to earn for a subject such as an order, as it was known at a revision. */
export interface CapClaim {
  readonly subject: string;
  readonly accountId: number;
  /** Grows with what is known of the subject. */
  readonly revision: number;
}

export interface Caps {
  /**
   * Takes from the program's caps and budgets what the wants need, as far as it is there, and gives back what an
   * earlier claim of the same subject and account has too much; empty `wants` give back all. The answer has one amount
   * for each want, zero to what was wanted. Counters are locked in the order of their keys and moved together with the
   * claim in one commit, so no cap is passed however many claim at once, and a crash leaves all or nothing of it. The
   * claim is keyed by subject and account: the same one again gets the same answer. One of an older revision than was
   * claimed already moves nothing and is answered with what stands, so it never takes what a newer one gave back.
   */
  claim(programId: number, claim: CapClaim, wants: readonly CapWant[]): Promise<readonly number[]>;
}
