import type { DriftKind, GapCause } from "#core/sync";

/** What a difference is, by its kind. */
export const driftKindWords: Readonly<Record<DriftKind, string>> = {
  missing: "Missing in Exigo",
  extra: "Extra in Exigo",
  amount: "Arrived with another amount",
  sign: "Arrived with the opposite sign",
  wrong_account: "Arrived at another customer",
  stale: "Exigo shows an old balance",
};

/** Where a gap comes from, by its cause. */
export const gapCauseWords: Readonly<Record<GapCause, string>> = {
  on_its_way: "On its way to Exigo",
  needs_review: "A write waits for a person",
  refused: "Exigo refused a write",
  case: "A difference waits for a person",
  not_handed_over: "Not handed over to Exigo yet",
  not_linked: "No customer in Exigo",
  not_in_exigo: "Exigo has no balance for it",
  being_checked: "Just found, being read once more",
};

/** Parts of a million as a percentage that reads 100 only when nothing differs: `99.993 %`. */
export function shareWords(ppm: number | null): string {
  if (ppm === null) return "–";
  const digits = ppm === 1_000_000 ? 0 : 3;
  return `${(ppm / 10_000).toFixed(digits)} %`;
}
