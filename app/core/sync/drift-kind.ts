/**
 * What a difference between Exigo and the ledger is.
 * missing: Exigo has fewer points than expected. extra: it has more. amount: a write of ours arrived with another
 * amount. sign: it arrived with the opposite sign. wrong_account: it arrived at another customer. stale: Exigo's balance
 * is one that it had before.
 */
export type DriftKind = "missing" | "extra" | "amount" | "sign" | "wrong_account" | "stale";

/** What told the kind. */
export type DriftCause =
  /** Exigo moved points by itself, or nobody knows who did. */
  | "not_ours"
  /** A write of ours that was confirmed is not there, or its amount is what lacks. */
  | "write_gone"
  | "other_amount"
  | "opposite_sign"
  | "other_account"
  /** A write of ours stands there more than once. */
  | "twice"
  /** The reference is one of ours, and no intent has it. */
  | "reference_unknown"
  | "old_balance";

/** A difference with its name. */
export interface NamedDrift {
  readonly kind: DriftKind;
  readonly cause: DriftCause;
}

/** The name of a difference that nothing else is known of. */
export function nameBySign(driftMinor: number): NamedDrift {
  return { kind: driftMinor > 0 ? "extra" : "missing", cause: "not_ours" };
}

/** What a balance alone can be named by; amounts in minor units, signed. */
export interface BalanceEvidence {
  readonly driftMinor: number;
  /** Confirmed writes to the account, newest first. */
  readonly writes: readonly { readonly amountMinor: number; readonly ageMs: number }[];
  /** Another account drifts by exactly the opposite, which is the amount of a write to one of both. */
  readonly oppositeElsewhere: boolean;
}

/** So long after a write a balance without it may still be an old one. */
const OLD_FOR_MS = 15 * 60_000;

/**
 * Names a difference by balances alone. It cannot tell a write that is gone from an old balance before some minutes have
 * passed, nor another amount or a write that stands twice from Exigo's own movement: those are called missing or extra.
 */
export function nameByBalance({ driftMinor, writes, oppositeElsewhere }: BalanceEvidence): NamedDrift {
  if (oppositeElsewhere) return { kind: "wrong_account", cause: "other_account" };
  if (writes.some(({ amountMinor }) => driftMinor === -2 * amountMinor)) {
    return { kind: "sign", cause: "opposite_sign" };
  }
  let sumMinor = 0;
  for (const { amountMinor, ageMs } of writes) {
    if (ageMs > OLD_FOR_MS) break;
    sumMinor += amountMinor;
    if (sumMinor === -driftMinor) return { kind: "stale", cause: "old_balance" };
  }
  const isWriteGone = writes.some(({ amountMinor }) => driftMinor === -amountMinor);
  return isWriteGone
    ? { kind: driftMinor > 0 ? "extra" : "missing", cause: "write_gone" }
    : nameBySign(driftMinor);
}

/**
 * Whether a policy may put the difference right by itself. What went wrong with a write of ours is for a person, because
 * it is a mistake and no movement: two members' points that changed places, a write that stands twice. An old balance
 * passes by itself.
 */
export function canHealByItself({ kind, cause }: NamedDrift): boolean {
  if (kind === "stale" || kind === "wrong_account") return false;
  return cause !== "twice" && cause !== "reference_unknown";
}
