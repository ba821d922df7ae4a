import type { Command } from "#core/ledger";
import fc from "fast-check";

/** One random step, still without names: those come from what exists when its turn comes. */
export interface Step {
  readonly kind: Command["kind"];
  readonly telling: "once" | "again" | "conflicting";
  /** By how much the clock has moved on. */
  readonly days: number;
  readonly who: number;
  readonly other: number;
  /** Chooses among what exists. */
  readonly pick: number;
  readonly minor: number;
  readonly part: number;
  /** Takes whatever was chosen even when it leads to a refusal. */
  readonly blind: boolean;
}

const WEIGHTS: Record<Command["kind"], number> = {
  earn: 6,
  mature: 4,
  adjust: 5,
  placeHold: 6,
  captureHold: 5,
  voidHold: 2,
  expireHold: 3,
  expireLots: 5,
  reverse: 8,
  transfer: 4,
  mergeAccounts: 4,
  returnTransfer: 6,
  open: 3,
  adoptExigoMovement: 4,
  writeOffDebt: 3,
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: weighted(Object.entries(WEIGHTS) as [Command["kind"], number][]),
  telling: weighted([
    ["once", 18],
    ["again", 1],
    ["conflicting", 1],
  ] as const),
  days: weighted([
    [0, 6],
    [1, 3],
    [2, 1],
    [4, 1],
  ] as const),
  who: fc.nat(40),
  other: fc.nat(40),
  pick: fc.nat(1000),
  minor: fc.integer({ min: -2, max: 60 }),
  part: fc.nat(5),
  blind: weighted([
    [false, 9],
    [true, 1],
  ] as const),
});

/** A sequence of steps, long enough for what was made to be used, to end and to be undone. */
export const steps = fc.array(step, { minLength: 15, maxLength: 25, size: "max" });

function weighted<T>(choices: readonly (readonly [T, number])[]): fc.Arbitrary<T> {
  return fc.constantFrom(
    ...choices.flatMap(([value, weight]) => Array.from({ length: weight }, () => value)),
  );
}
