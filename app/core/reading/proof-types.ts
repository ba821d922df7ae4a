import type { Finding } from "../proof/index.ts";
import type { Instant } from "../units/index.ts";

/** How a program's ledger was last proved, and how the next proof stands. */
export interface ProofReport {
  /** The database's now. */
  readonly now: Instant;
  /** The last verification; null: there was none yet. */
  readonly last: {
    readonly finishedAt: Instant;
    readonly accounts: number;
    readonly entries: number;
    /** Accounts that do not hold. */
    readonly broken: number;
    /** The first thing that does not hold; null: all does. `memberId` null: the account belongs to nobody. */
    readonly finding: (Finding & { readonly memberId: number | null }) | null;
  } | null;
  /** The proof that is wanted or under way; null: none is before its time. */
  readonly next: {
    /** `left`: its process is gone, and another one begins it again. */
    readonly state: "waiting" | "running" | "left";
    /** When it may begin, at the earliest. */
    readonly dueAt: Instant;
    readonly entries: number;
    /** Zero: not counted yet. */
    readonly entriesInAll: number;
  } | null;
  /** What stands in the way of the next proof, or remained of the last one. */
  readonly trouble: "proof_failed" | "checkpoint_not_exported" | null;
  /** The newest checkpoint; null: none was taken. */
  readonly checkpoint: { readonly number: number; readonly takenAt: Instant } | null;
}
