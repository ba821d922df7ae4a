/** What the balance says about a write whose answer was lost. */
export type FenceVerdict = "applied" | "not_applied" | "cannot_tell";

/**
 * Compares Exigo's balance before the write with the one now; all three in minor units, `deltaMinor` not zero.
 * Only this app's writes are kept apart from one another: when Exigo moved the balance by itself meanwhile,
 * neither number matches and nobody can tell.
 */
export function judgeFence(fence: {
  readonly beforeMinor: number;
  readonly nowMinor: number;
  readonly deltaMinor: number;
}): FenceVerdict {
  if (fence.nowMinor === fence.beforeMinor + fence.deltaMinor) return "applied";
  return fence.nowMinor === fence.beforeMinor ? "not_applied" : "cannot_tell";
}
