import type { Refusal } from "./types.ts";

/** Why an amount that must be above zero cannot be taken: it is zero or negative. null: it can be. */
export function refusalOfAmount(amountMinor: number): Refusal | null {
  if (amountMinor > 0) return null;
  if (amountMinor === 0) return { code: "amount_is_zero" };
  return { code: "amount_is_negative", requestedMinor: amountMinor };
}
