import type { Evaluation } from "../earning/index.ts";
import type { Instant } from "../units/index.ts";
import type { Balance } from "./ledger-types.ts";

/** An entry as a step from one balance to the next: what happened, and why. */
export interface ExplainedStep {
  readonly accountId: number;
  readonly seq: number;
  /** What: `earn`, `reverse`, `adjust`, … */
  readonly kind: string;
  readonly effectiveAt: Instant;
  /** Who or what caused it, such as `rule` with the rules' version or `staff` with who it was. */
  readonly causeKind: string;
  readonly causeRef: string;
  readonly reasonCode: string;
  /** The version of the earn rules behind it; null: no rule gave or took it. */
  readonly ruleVersion: number | null;
  /** What it is about, such as an order or a birthday; null: nothing but itself. */
  readonly subject: string | null;
  /** null: it is about no order, or only a refund of the order is known. */
  readonly orderName: string | null;
  /** What its postings changed. */
  readonly change: Balance;
}

/** How a balance came about: what stood before, every step, and what stands after them. */
export interface BalanceExplanation {
  readonly memberId: number;
  readonly accountId: number;
  readonly opening: Balance;
  /** Newest first. */
  readonly steps: readonly ExplainedStep[];
  /** Of the newest page the account's own balance, of an older one what stood after its newest entry. */
  readonly closing: Balance;
  /** Cursor of the next, older page; null: this is the last, and nothing stood before it. */
  readonly nextBeforeSeq: number | null;
}

/** Why an order earns what it earns, also when that is nothing. */
export interface OrderExplanation {
  readonly shopId: number;
  readonly orderId: string;
  readonly name: string | null;
  readonly placedAt: Instant | null;
  /** The account that it earns for; null: it has no customer. */
  readonly accountId: number | null;
  /** The last judgement with its reason, every line and every rule; null: it is not judged yet. */
  readonly evaluation: Evaluation | null;
  /** Every entry about the order, oldest first, in whichever account. */
  readonly steps: readonly ExplainedStep[];
}

/** What lies between the closing balance and the opening one with all steps: zero in each bucket, or it does not hold. */
export function unexplained({ opening, steps, closing }: BalanceExplanation): Balance {
  const reached = steps.reduce((sum, { change }) => add(sum, change, 1), opening);
  return add(closing, reached, -1);
}

/** What steps changed together, in each bucket. */
export function sumOfSteps(steps: readonly ExplainedStep[]): Balance {
  return steps.reduce((sum, { change }) => add(sum, change, 1), NOTHING);
}

const NOTHING: Balance = { availableMinor: 0, pendingMinor: 0, heldMinor: 0 };

function add(a: Balance, b: Balance, sign: 1 | -1): Balance {
  return {
    availableMinor: a.availableMinor + sign * b.availableMinor,
    pendingMinor: a.pendingMinor + sign * b.pendingMinor,
    heldMinor: a.heldMinor + sign * b.heldMinor,
  };
}
