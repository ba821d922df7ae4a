import type { Refusal } from "#core/ledger";

/** Why a balance is changed by hand, as merchants read it; the keys are stored with the entry. */
export const adjustReasons = {
  goodwill: "Goodwill",
  correction: "Correction of a mistake",
  promotion: "Promotion",
  lost_order: "Order made elsewhere",
  other: "Another reason",
} as const;

/** Codes of what a change by hand may be answered with, beside "not enough", which is said with its numbers. */
type Refused = Exclude<Refusal["code"], "not_enough_credits"> | "member_unknown";

const unexpected = "The ledger refused this change";

/** What an answer to a change by hand means, by its code; the compiler wants words for every code of the ledger. */
export const refusalWords: Readonly<Record<Refused, string>> = {
  amount_is_zero: "Enter an amount other than 0",
  amount_is_negative: "Enter an amount above 0",
  account_unknown: "This member has no account",
  member_unknown: "This member is no longer part of the program",
  entry_unknown: "There is no such entry",
  entry_of_other_account: "This entry belongs to another member",
  entry_has_subject: "Credits of an order change with the order only: refund or edit it in Shopify",
  entry_not_reversible: "This kind of entry cannot be undone",
  already_reversed: "This entry has been undone already",
  more_than_left_to_reverse: "Part of this entry has been undone already",
  key_used_with_other_content: "This form was sent before with other values. Close it and open it again",
  same_account: unexpected,
  account_has_open_holds: unexpected,
  hold_unknown: unexpected,
  hold_ended: unexpected,
  more_than_held: unexpected,
  lot_unknown: unexpected,
  no_debt: unexpected,
  more_than_owed: unexpected,
  not_due: unexpected,
};
