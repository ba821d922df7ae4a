/** Why a balance is changed by hand, as merchants read it; the keys are stored with the entry. */
export const adjustReasons = {
  goodwill: "Goodwill",
  correction: "Correction of a mistake",
  promotion: "Promotion",
  lost_order: "Order made elsewhere",
  other: "Another reason",
} as const;

/** What an answer to a change by hand means, by its code; every code of the ledger's refusals has words. */
export const refusalWords: Readonly<Record<string, string>> = {
  amount_is_zero: "Enter an amount other than 0",
  amount_out_of_range: "This amount is too large for an account",
  account_unknown: "This member has no account",
  member_unknown: "This member is no longer part of the program",
  entry_unknown: "There is no such entry",
  entry_of_other_account: "This entry belongs to another member",
  entry_has_subject: "Credits of an order change with the order only: refund or edit it in Shopify",
  already_reversed: "This entry has been undone already",
  key_used_with_other_content: "This form was sent before with other values. Close it and open it again",
};
