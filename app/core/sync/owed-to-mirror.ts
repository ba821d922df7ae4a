import { assertMinor } from "../units/index.ts";

/**
 * What an account owes Exigo when it is handed over, in signed minor units; zero: nothing. Exigo is to hold what
 * the member holds, available and held together. It has, or is about to have, what was written for the account
 * whatever became of it (a refused write stays with the person who decides on it), and what Exigo moved itself.
 */
export function owedToMirror(account: {
  readonly availableMinor: number;
  readonly heldMinor: number;
  /** All writes to this mirror together, settled or not. */
  readonly writtenMinor: number;
  /** Movements adopted from this mirror. */
  readonly adoptedMinor: number;
}): number {
  const { availableMinor, heldMinor, writtenMinor, adoptedMinor } = account;
  return assertMinor(availableMinor + heldMinor - writtenMinor - adoptedMinor);
}
