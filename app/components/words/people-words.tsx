import type { BadgeProps } from "@shopify/polaris";

import type { CustomerState, MergeState } from "#core/people";

/** How a customer stands, where that is worth a word. */
export const customerStateWords: Readonly<Record<CustomerState, string | null>> = {
  linked: null,
  merged: "Merged",
  deleted: "Deleted in Shopify",
  redacted: "Redacted",
};

/** Where a merge stands. */
export const mergeStateWords: Readonly<
  Record<MergeState, { readonly label: string; readonly tone: BadgeProps["tone"] | undefined }>
> = {
  waiting: { label: "Needs a decision", tone: "attention" },
  merged: { label: "One member", tone: "success" },
  undoing: { label: "Being undone", tone: "info" },
  undone: { label: "Undone", tone: undefined },
  apart: { label: "Left apart", tone: undefined },
};

/** Why a merge was not undone, by its code; anything else is the ledger's own no. */
export const undoMergeRefusalWords: Readonly<Record<string, string>> = {
  merge_unknown: "There is no such merge",
  merge_not_merged: "This merge was undone already",
  kept_was_merged: "The member was merged again since. Undo the later merge first",
  not_enough_credits:
    "The credits have been spent since, and this program lets nobody owe. The merge stands as before",
};

/** What the kinds of privacy request are called. */
export const privacyKindWords = {
  data_request: "Export",
  customer_redact: "Redaction of a customer",
  shop_redact: "Redaction of the store",
} as const;
