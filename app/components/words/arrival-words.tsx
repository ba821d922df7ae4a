import { isSignedTopic } from "#core/rereading";
import type { ArrivalFindingKind, SignedTopic } from "#core/rereading";

interface FindingWords {
  readonly title: string;
  /** What may be behind it. */
  readonly cause: string;
  /** What the app does about it, and what a person can do. */
  readonly help: string;
}

const HELP =
  "Nothing is lost: the app reads the store again by itself, and this notice goes when webhooks arrive again. If it stays for a day, deploy the app’s configuration anew with the Shopify CLI.";

const TOPIC_HELP =
  "Nothing is lost: other webhooks tell the same, or the app reads the store again by itself. This notice goes when a webhook of the topic arrives. If it stays for a day, deploy the app’s configuration anew with the Shopify CLI.";

const findingWords: Readonly<Record<Exclude<ArrivalFindingKind, SignedTopic>, FindingWords>> = {
  silent: {
    title: "Shopify has fallen silent",
    cause:
      "No webhook of any kind arrives, although things change in the store. Either Shopify cannot reach the app, or it has stopped sending.",
    help: HELP,
  },
  orders_missing: {
    title: "News of orders does not arrive",
    cause:
      "Orders change in the store, and no webhook tells of them. The subscription may be missing, or Shopify is late.",
    help: HELP,
  },
  customers_missing: {
    title: "News of customers does not arrive",
    cause:
      "Customers change in the store, and no webhook tells of them. The subscription may be missing, or Shopify is late.",
    help: HELP,
  },
};

/** What happened to the order, customer or product that a finding about a topic is shown by. */
export const happeningWords: Readonly<Record<SignedTopic, readonly [thing: string, happened: string]>> = {
  "orders/create": ["order", "was placed"],
  "orders/updated": ["order", "was changed"],
  "orders/edited": ["order", "was edited"],
  "orders/paid": ["order", "was paid"],
  "orders/cancelled": ["order", "was cancelled"],
  "orders/fulfilled": ["order", "was fulfilled"],
  "orders/partially_fulfilled": ["order", "was fulfilled in part"],
  "refunds/create": ["order", "was refunded"],
  "customers/create": ["customer", "was added"],
  "customers/update": ["customer", "was changed"],
  "customer.tags_added": ["customer", "was given a tag"],
  "customer.tags_removed": ["customer", "lost a tag"],
  "products/create": ["product", "was added"],
  "products/update": ["product", "was changed"],
};

/** What a finding about a shop's webhooks means, what may be behind it, and what helps. */
export function wordsOfFinding(kind: ArrivalFindingKind): FindingWords {
  if (!isSignedTopic(kind)) return findingWords[kind];
  return {
    title: `Webhooks of ${kind} do not arrive`,
    cause: `The store shows that ${kind} should have come, and nothing was heard of it. The subscription may be missing, or Shopify is late.`,
    help: TOPIC_HELP,
  };
}

/** Why a run was not begun or not stopped, by its code. */
export const rereadRefusalWords = {
  shop_unknown: "The app is not installed in this store any more",
  since_in_future: "Choose a day that has begun",
  since_too_early: "Choose a later day",
  reread_not_under_way: "It has ended already",
} as const;
