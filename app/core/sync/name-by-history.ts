import { nameBySign } from "./drift-kind.ts";
import type { DriftCause, DriftKind, NamedDrift } from "./drift-kind.ts";

/** What Exigo's history of one customer says beside our own books; amounts in minor units, signed. */
export interface HistoryEvidence {
  readonly driftMinor: number;
  /** Confirmed writes of ours to the account. */
  readonly writes: readonly ConfirmedWrite[];
  /** All movements of the customer as Exigo shows them. */
  readonly movements: readonly ShownMovement[];
  /** What was adopted, less what was written back: Exigo's own movements that the ledger knows of. */
  readonly knownMinor: number;
  /** Of that, what was no movement of Exigo's own: each drift of a write of ours that was adopted or written back. */
  readonly healed: readonly { readonly cause: DriftCause; readonly amountMinor: number }[];
  /** Our writes that the history shows at another customer. */
  readonly elsewhere: readonly number[];
  /** How long the history may lag behind; a write younger than that may be absent. */
  readonly historyLagMs: number;
}

export interface ConfirmedWrite {
  readonly intentId: number;
  readonly amountMinor: number;
  readonly ageMs: number;
}

export interface ShownMovement {
  readonly transactionId: string;
  readonly amountMinor: number;
  /** The number in its reference; null: the reference is not one of ours. */
  readonly intentId: number | null;
  /** Whose write that is. */
  readonly intentOf: "this_account" | "other_account" | "nobody";
}

interface Discrepancy extends NamedDrift {
  readonly amountMinor: number;
}

/**
 * Names a difference by the customer's history, or null when the history does not account for it: it may lag behind, or
 * the balance does. A difference with several causes gets the name of the one that equals it, else of the largest.
 */
export function nameByHistory(evidence: HistoryEvidence): NamedDrift | null {
  const found = withoutHealed(discrepancies(evidence), evidence.healed);
  const sumMinor = found.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (sumMinor === evidence.driftMinor) {
    const [largest] = found.toSorted((one, other) => Math.abs(other.amountMinor) - Math.abs(one.amountMinor));
    const named = found.find(({ amountMinor }) => amountMinor === evidence.driftMinor) ?? largest;
    return named ? { kind: named.kind, cause: named.cause } : null;
  }
  // Everything is there, and yet the balance is another: it is behind its own history.
  return sumMinor === 0 ? { kind: "stale", cause: "old_balance" } : null;
}

/** What was put right is in the history for good, and is counted among what is known. */
function withoutHealed(found: readonly Discrepancy[], healed: HistoryEvidence["healed"]): Discrepancy[] {
  const left = [...found];
  let foreignMinor = 0;
  for (const { cause, amountMinor } of healed) {
    const index = left.findIndex((each) => each.cause === cause && each.amountMinor === amountMinor);
    if (index === -1) continue;
    left.splice(index, 1);
    foreignMinor += amountMinor;
  }
  if (foreignMinor === 0) return left;
  const others = left.filter(({ cause }) => cause !== "not_ours");
  const foreign = left.find(({ cause }) => cause === "not_ours");
  const amountMinor = (foreign?.amountMinor ?? 0) + foreignMinor;
  return amountMinor === 0 ? others : [...others, { ...nameBySign(amountMinor), amountMinor }];
}

function discrepancies(evidence: HistoryEvidence): Discrepancy[] {
  const byIntent = new Map<number, ShownMovement[]>();
  for (const movement of evidence.movements) {
    const { intentId, intentOf } = movement;
    if (intentId === null || intentOf !== "this_account") continue;
    byIntent.set(intentId, [...(byIntent.get(intentId) ?? []), movement]);
  }
  const found: Discrepancy[] = [];
  const add = (kind: DriftKind, cause: DriftCause, amountMinor: number): void => {
    if (amountMinor !== 0) found.push({ kind, cause, amountMinor });
  };
  for (const write of evidence.writes) {
    const [first, ...more] = byIntent.get(write.intentId) ?? [];
    if (first) {
      const isOpposite = first.amountMinor === -write.amountMinor;
      const [kind, cause] = isOpposite
        ? (["sign", "opposite_sign"] as const)
        : (["amount", "other_amount"] as const);
      add(kind, cause, first.amountMinor - write.amountMinor);
    } else if (evidence.elsewhere.includes(write.intentId)) {
      add("wrong_account", "other_account", -write.amountMinor);
    } else if (write.ageMs > evidence.historyLagMs) {
      add(write.amountMinor > 0 ? "missing" : "extra", "write_gone", -write.amountMinor);
    }
    for (const { amountMinor } of more) add(nameBySign(amountMinor).kind, "twice", amountMinor);
  }
  let foreignMinor = -evidence.knownMinor;
  for (const { intentId, intentOf, amountMinor } of evidence.movements) {
    if (intentId === null) foreignMinor += amountMinor;
    else if (intentOf === "other_account") add("wrong_account", "other_account", amountMinor);
    else if (intentOf === "nobody") add(nameBySign(amountMinor).kind, "reference_unknown", amountMinor);
  }
  add(nameBySign(foreignMinor).kind, "not_ours", foreignMinor);
  return found;
}
