import type { Instant } from "../../units/index.ts";

/** One side of an address: what it says now, whether that is what was last agreed, and when the customer last changed. */
export interface AddressSide {
  readonly text: string;
  readonly isAgreed: boolean;
  readonly changedAt: Instant | null;
}

/** Which side's address stands. `conflict`: both were changed since they agreed, and one of them is lost. */
export type AddressVerdict =
  { readonly stands: "both" } | { readonly stands: "shopify" | "exigo"; readonly conflict: boolean };

/**
 * Which address stands: the one that was changed since both agreed; of two that were, the newer. Where times are equal
 * or missing, Shopify's. An address that Exigo has no more is filled in again; one that Shopify has no more is taken away
 * in Exigo only when Exigo's was not changed.
 */
export function judgeAddress(shop: AddressSide, exigo: AddressSide): AddressVerdict {
  if (shop.text === exigo.text) return { stands: "both" };
  if (exigo.text === "") return { stands: "shopify", conflict: false };
  if (exigo.isAgreed) return { stands: "shopify", conflict: false };
  if (shop.isAgreed || shop.text === "") return { stands: "exigo", conflict: false };
  const isExigoNewer =
    exigo.changedAt !== null && shop.changedAt !== null && exigo.changedAt > shop.changedAt;
  return { stands: isExigoNewer ? "exigo" : "shopify", conflict: true };
}
