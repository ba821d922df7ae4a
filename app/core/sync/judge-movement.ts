import type { DriftPolicy } from "./judge-drift.ts";
import type { IntentState } from "./types.ts";

/** A movement in Exigo's history beside what is known of it here; amounts in minor units, signed. */
export interface SeenMovement {
  readonly transactionId: string;
  /** null: no member's. */
  readonly accountId: number | null;
  /** null: it does not fit the unit. */
  readonly amountMinor: number | null;
  /** Its reference names an intent. */
  readonly isNamed: boolean;
  /** The intent that the reference names; null: there is none. */
  readonly intent: NamedIntent | null;
  /**
   * The account was put right by its balance at a moment at which this movement may have happened already, or cases of
   * it are open: whether it is known can be told by the balance only.
   */
  readonly isDoubtful: boolean;
}

export interface NamedIntent {
  readonly accountId: number;
  readonly amountMinor: number;
  readonly state: IntentState;
  /** A process is at it. */
  readonly isLeased: boolean;
  /** Exigo's number of it, as far as it is known. */
  readonly remoteRef: string | null;
}

/**
 * ours: a write of ours, as it was sent. confirm: that, and now it is known. later: a process is at the write.
 * adopt: Exigo's own, it becomes an entry. leave: the comparison of the balance decides.
 */
export type MovementVerdict = "ours" | "confirm" | "later" | "adopt" | "leave";

/** Judges one movement of Exigo's history. What is not plain is left to the comparison, which sees the whole account. */
export function judgeMovement(
  movement: SeenMovement,
  { policy, limitMinor }: { readonly policy: DriftPolicy; readonly limitMinor: number },
): MovementVerdict {
  const { accountId, amountMinor, intent } = movement;
  if (accountId === null || amountMinor === null) return "leave";
  if (movement.isNamed) return intent ? judgeOwn(movement, intent) : "leave";
  if (movement.isDoubtful || policy !== "adopt" || amountMinor === 0) return "leave";
  return Math.abs(amountMinor) <= limitMinor ? "adopt" : "leave";
}

function judgeOwn(
  { accountId, amountMinor, transactionId }: SeenMovement,
  intent: NamedIntent,
): MovementVerdict {
  if (intent.isLeased) return "later";
  const isAsSent = intent.accountId === accountId && intent.amountMinor === amountMinor;
  if (!isAsSent) return "leave";
  if (intent.remoteRef === transactionId) return "ours";
  if (intent.remoteRef !== null) return "leave";
  return "confirm";
}

const REFERENCE = /^HC-(\d{1,15})$/;

/** The number of the intent that a reference names; null: the reference is not one of ours. */
export function intentIdIn(reference: string | null): number | null {
  const [, id] = REFERENCE.exec(reference?.trim() ?? "") ?? [];
  return id === undefined ? null : Number(id);
}
