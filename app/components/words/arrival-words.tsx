import type { ArrivalFindingKind } from "#core/rereading";

/** What a finding about a shop's webhooks means, what may be behind it, and what the app does meanwhile. */
export const arrivalWords: Readonly<Record<ArrivalFindingKind, { title: string; cause: string }>> = {
  silent: {
    title: "Shopify has fallen silent",
    cause:
      "No webhook of any kind arrives, although things change in the store. Either Shopify cannot reach the app, or it has stopped sending.",
  },
  orders_missing: {
    title: "News of orders does not arrive",
    cause:
      "Orders change in the store, and no webhook tells of them. The subscription may be missing, or Shopify is late.",
  },
  customers_missing: {
    title: "News of customers does not arrive",
    cause:
      "Customers change in the store, and no webhook tells of them. The subscription may be missing, or Shopify is late.",
  },
};

/** What the app does about every finding, and what a person can do. */
export const arrivalHelp =
  "Nothing is lost: the app reads the store again by itself, and this notice goes when webhooks arrive again. If it stays for a day, deploy the app’s configuration anew with the Shopify CLI.";

/** Why a run was not begun or not stopped, by its code. */
export const rereadRefusalWords = {
  shop_unknown: "The app is not installed in this store any more",
  since_in_future: "Choose a day that has begun",
  since_too_early: "Choose a later day",
  reread_not_under_way: "It has ended already",
} as const;
