import type { FindingCode } from "#core/proof";
import type { ProofReport } from "#core/reading";

/** What does not hold, by its code. */
export const findingWords: Readonly<Record<FindingCode, string>> = {
  account_missing: "There are entries of an account that is gone",
  member_missing: "The member of the account is gone",
  member_without_account: "A member has no account",
  program_missing: "There are rows of a program that is gone",
  entry_missing: "An entry is gone",
  row_without_entry: "There are rows that belong to no entry",
  kind_unknown: "The entry is of no known kind",
  booked_out_of_order: "The entry was booked before the one before it",
  postings_incomplete: "Postings are missing",
  postings_do_not_sum_to_zero: "The postings do not sum to zero",
  balance_after_wrong: "The balance after the entry is wrong",
  lot_movement_wrong: "What the entry took from lots is wrong",
  lots_do_not_hold_the_balance: "The lots do not hold the balance",
  lot_wrong: "A lot is not what its entries say",
  spent_run_wrong: "What is noted of emptied lots is wrong",
  hold_wrong: "A hold is not what its entries say",
  chain_broken: "The chain of entries is broken",
  content_changed: "The entry was changed after it was booked",
  key_missing: "The key of the entry is gone",
  key_wrong: "A key is not what it was",
  key_chain_broken: "The chain of keys is broken",
  transfer_one_sided: "A movement between accounts has one end only",
  account_row_wrong: "The account’s balance is not what its entries say",
  history_rewritten: "Entries are not those that the last checkpoint saw",
  checkpoint_broken: "The last checkpoint was changed",
};

/** How long ago something was, to the next unit that a person would use; `ms` below zero: just now. */
export function agoWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** A number of things: `1 entry`, `12,345 entries`. */
export function countWords(count: number, one: string, many: string): string {
  return `${new Intl.NumberFormat("en").format(count)} ${count === 1 ? one : many}`;
}

type Finding = NonNullable<NonNullable<ProofReport["last"]>["finding"]>;

/** Where a finding is: `Account 12, entry 3`. */
export function findingPlace({ accountId, seq }: Pick<Finding, "accountId" | "seq">): string {
  if (accountId === null) return "The program";
  return seq === null ? `Account ${accountId}` : `Account ${accountId}, entry ${seq}`;
}

/** The page that shows what a finding is about; null: its account belongs to no member. */
export function findingUrl({ memberId, seq }: Pick<Finding, "memberId" | "seq">): string | null {
  if (memberId === null) return null;
  return seq === null ? `/app/members/${memberId}` : `/app/members/${memberId}?before=${seq + 1}`;
}
