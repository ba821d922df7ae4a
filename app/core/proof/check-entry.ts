import { PURPOSE_OF } from "../ledger/index.ts";
import type { Book, Bucket, BucketBalances, Cause, EntryDraft, EntryKind, Lot } from "../ledger/index.ts";
import type { Fault } from "./check-lots.ts";
import type { EntryRow, FindingCode, MovementRow, PostingRow } from "./rows.ts";

export const BUCKETS: readonly Bucket[] = ["available", "pending", "held"];

const PURPOSES = new Set<string | null>(Object.values(PURPOSE_OF));

const wrong = (code: FindingCode, detail: string): Fault => ({ code, detail });

/** Whether an entry's postings are whole, sum to zero and lead from the balances before it to those after it. */
export function checkPostings(
  entry: EntryRow,
  postings: readonly PostingRow[],
  before: BucketBalances,
): Fault {
  if (!(entry.kind in PURPOSE_OF)) return wrong("kind_unknown", `there is no entry of kind ${entry.kind}`);
  if (postings.length < 2 || postings.some((posting, line) => posting.line !== line))
    return wrong("postings_incomplete", `${postings.length} postings, not numbered from 0 without a gap`);
  const sum = postings.reduce((total, posting) => total + posting.amountMinor, 0);
  if (sum !== 0) return wrong("postings_do_not_sum_to_zero", `the postings sum to ${sum}`);
  const seen = new Set<string>();
  for (const posting of postings) {
    const fault = seen.has(posting.book)
      ? wrong("postings_incomplete", `two postings on ${posting.book}`)
      : checkPosting(posting, before);
    if (fault) return fault;
    seen.add(posting.book);
  }
  const after = afterwards(postings, before);
  const stored = balancesOf(entry);
  const off = BUCKETS.find((bucket) => after[bucket] !== stored[bucket]);
  if (!off) return null;
  return wrong(
    "balance_after_wrong",
    `${off} after it is ${stored[off]}, the postings lead to ${after[off]}`,
  );
}

function checkPosting({ book, amountMinor, balanceAfterMinor }: PostingRow, before: BucketBalances): Fault {
  const bucket = BUCKETS.find((each) => each === book);
  if (!bucket && !PURPOSES.has(book)) return wrong("postings_incomplete", `there is no book ${book}`);
  const expected = bucket ? before[bucket] + amountMinor : null;
  if (balanceAfterMinor === expected) return null;
  return wrong("balance_after_wrong", `${book} says ${balanceAfterMinor}, the postings lead to ${expected}`);
}

/** The balances that an entry's row says stood after it. */
export function balancesOf(entry: EntryRow): BucketBalances {
  return {
    available: entry.availableAfterMinor,
    pending: entry.pendingAfterMinor,
    held: entry.heldAfterMinor,
  };
}

/** What a posting on that book changed; zero without one. */
export function changeOn(postings: readonly PostingRow[], book: Book): number {
  return postings.find((posting) => posting.book === book)?.amountMinor ?? 0;
}

function afterwards(postings: readonly PostingRow[], before: BucketBalances): BucketBalances {
  return {
    available: before.available + changeOn(postings, "available"),
    pending: before.pending + changeOn(postings, "pending"),
    held: before.held + changeOn(postings, "held"),
  };
}

/** The entry as it was when it was hashed, put together from its rows. */
export function asHashed(
  entry: EntryRow,
  postings: readonly PostingRow[],
  movements: readonly MovementRow[],
  newLots: readonly Lot[],
  hold: EntryDraft["hold"],
): EntryDraft {
  return {
    accountId: entry.accountId,
    seq: entry.seq,
    kind: entry.kind as EntryKind,
    key: entry.key,
    subject: entry.subject,
    shopId: entry.shopId,
    effectiveAt: entry.effectiveAt,
    bookedAt: entry.bookedAt,
    cause: { kind: entry.causeKind as Cause["kind"], ref: entry.causeRef },
    reasonCode: entry.reasonCode,
    postings: postings.map(({ book, amountMinor, balanceAfterMinor }) => ({
      book: book as Book,
      amountMinor,
      balanceAfterMinor,
    })),
    lotMovements: movements.map(({ lotSeq, lotLine, amountMinor }) => ({
      amountMinor,
      lot: { entrySeq: lotSeq, line: lotLine },
    })),
    newLots,
    hold,
    balancesMinor: balancesOf(entry),
  };
}
