/** Exigo's own numbers of the statuses; they are the same in every company. */
const CANCELED = 4;
const PRINTED = 8;

/** What Exigo's status of an order is to become. */
export type StatusVerdict =
  | { readonly action: "nothing" }
  /** It has the status already, whoever gave it. */
  | { readonly action: "has_it" }
  | { readonly action: "change"; readonly status: number }
  /** Only a person can tell. */
  | { readonly action: "person"; readonly reason: string };

/**
 * Whether Exigo's order is to be accepted or cancelled. Exigo goes on from accepted by itself (printed, shipped), which
 * is never turned back. An order of which Exigo has returns is not cancelled: what is left of it comes back as returns.
 */
export function judgeOrderStatus({
  target,
  shown,
  paidStatus,
  isCancelled,
  hasReturns,
  allIsReturned,
}: {
  readonly target: "accepted" | "canceled";
  /** Exigo's status of now. */
  readonly shown: number;
  /** The status of an order that is paid, as the merchant chose it; 7, accepted, unless they did. */
  readonly paidStatus: number;
  /** By what is known of the order now. */
  readonly isCancelled: boolean;
  readonly hasReturns: boolean;
  /** Refunds name every unit of the order. */
  readonly allIsReturned: boolean;
}): StatusVerdict {
  if (target === "accepted") {
    // It was cancelled since; a step of its own sees to that.
    if (isCancelled || shown >= paidStatus || shown === CANCELED) return { action: "nothing" };
    return { action: "change", status: paidStatus };
  }
  if (shown === CANCELED) return { action: "has_it" };
  if (hasReturns || shown >= PRINTED) {
    if (allIsReturned) return { action: "nothing" };
    return {
      action: "person",
      reason: hasReturns
        ? "the order was cancelled in Shopify, and Exigo has returns of a part of it"
        : "the order was cancelled in Shopify after Exigo had begun to ship it",
    };
  }
  return { action: "change", status: CANCELED };
}
