import type { Evaluation } from "../earning/index.ts";
import type { Book, EntryKind } from "../ledger/index.ts";
import type { ArrivalFindingKind } from "../rereading/index.ts";
import type { IntentState, IntentVerdict } from "../sync/index.ts";
import type { Instant } from "../units/index.ts";
import type { RollForwardDay } from "./ledger-types.ts";

/** Figures of the home page; amounts in minor units of the program's unit. */
export interface HomeFigures {
  readonly members: number;
  /** The last 30 days in UTC, today included, oldest first, from the roll-up; the last one closes with the liability. */
  readonly days: readonly RollForwardDay[];
  /** Every entry booked before it is in the days; null: the roll-up has not run yet. */
  readonly completeTo: Instant | null;
  /** Between then and the database's now. */
  readonly lagMs: number | null;
  readonly inbox: { readonly waiting: number; readonly quarantined: number };
  /** Writes that are not confirmed, by where they stand. */
  readonly intents: Readonly<Record<Exclude<IntentState, "confirmed">, number>>;
  readonly openCases: number;
  /** Imported balances whose customers are not known yet. */
  readonly waitingOpenings: number;
  /** Imported balances that were refused and can be tried again. */
  readonly refusedOpenings: number;
  /** What no webhook told: found by re-reading in the last 24 hours, and findings about missing webhooks. */
  readonly arrivals: {
    readonly ordersByRereading: number;
    readonly customersByRereading: number;
    readonly findings: number;
  };
}

export interface MemberRow {
  readonly memberId: number;
  /** null: Shopify has no name for the customer. */
  readonly name: string | null;
  readonly email: string | null;
  /** Below zero: the member owes. */
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
  readonly lastEntryAt: Instant | null;
}

/** Where an entry stands in Exigo. */
export interface EntryInExigo {
  readonly intentId: number;
  readonly state: IntentState;
  /** Exigo's own id of the movement, once it is known. */
  readonly remoteRef: string | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly sentAt: Instant | null;
  /** What a person decided last; null: nobody had to. */
  readonly decision: {
    readonly verdict: IntentVerdict;
    /** Shopify's id of the member of staff. */
    readonly staff: string;
    readonly at: Instant;
    readonly note: string;
  } | null;
}

export interface EntryRow {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly key: string;
  /** Change of the member's credits. */
  readonly amountMinor: number;
  /** Available credits after the entry. */
  readonly balanceAfterMinor: number;
  readonly effectiveAt: Instant;
  readonly bookedAt: Instant;
  readonly causeKind: string;
  readonly causeRef: string;
  readonly reasonCode: string;
  readonly note: string | null;
  /** The evaluation that made an `earn` entry; null for other kinds. */
  readonly evaluation: Evaluation | null;
  /** The evaluation of the entry before this one about the same order; null: this is the first. */
  readonly evaluationBefore: Evaluation | null;
  readonly orderName: string | null;
  /** The entry that takes this one back; null: it stands. */
  readonly reversedBySeq: number | null;
  /** The entry that this one takes back; null: it takes none back. */
  readonly reversesSeq: number | null;
  readonly postings: readonly { readonly book: Book; readonly amountMinor: number }[];
  /** What it took from earlier lots (negative) or gave back to them. */
  readonly lotMovements: readonly { readonly entrySeq: number; readonly amountMinor: number }[];
  /** null: nothing is owed to Exigo for it. */
  readonly exigo: EntryInExigo | null;
}

export interface OrderRow {
  readonly orderId: string;
  /** null while only a refund of it is known. */
  readonly name: string | null;
  readonly placedAt: Instant | null;
  readonly evaluation: Evaluation | null;
}

/** A lot with something remaining. */
export interface LotRow {
  readonly entrySeq: number;
  readonly amountMinor: number;
  readonly remainingMinor: number;
  readonly availableFrom: Instant;
  /** null: never expires. */
  readonly expiresAt: Instant | null;
}

export interface AccountPage {
  readonly member: MemberRow & { readonly accountId: number; readonly exigoCustomerId: number | null };
  readonly entries: readonly EntryRow[];
  /** Cursor of the next, older page; null: this is the last. */
  readonly nextBeforeSeq: number | null;
  /** The member's newest orders, also those that earned nothing. */
  readonly orders: readonly OrderRow[];
  /** Soonest expiry first. */
  readonly lots: readonly LotRow[];
  /** What Exigo said last; null: it was never asked. */
  readonly exigo: {
    readonly balanceMinor: number;
    /** Exigo's balance less what we expect it to be. */
    readonly driftMinor: number;
    readonly observedAt: Instant;
    /** Writes of this account that Exigo has not confirmed. */
    readonly unconfirmed: number;
  } | null;
  /** What went to Exigo as a whole when it was connected, newest first; amounts in minor units. */
  readonly handedOver: readonly (EntryInExigo & { readonly amountMinor: number })[];
  readonly openCase: { readonly caseId: number; readonly driftMinor: number } | null;
}

/** An entry as its member reads it: no note, no name of staff, nothing of Exigo's. */
export interface Movement {
  readonly seq: number;
  readonly kind: EntryKind;
  /** Of an `earn` entry the reason of its evaluation. */
  readonly reasonCode: string;
  /** null: it is about no order, or only a refund of the order is known. */
  readonly orderName: string | null;
  readonly effectiveAt: Instant;
  /** Change of the member's credits, all buckets together; zero when credits only changed their bucket. */
  readonly amountMinor: number;
  /** How many credits changed their bucket within the account; zero or more. */
  readonly movedMinor: number;
  /** Available, pending and held together after the entry; below zero: the member owed. */
  readonly balanceAfterMinor: number;
}

/** A member's own credits with one page of their movements, newest first; all of it as of one moment. */
export interface CreditsPage {
  /** Below zero: the member owes. */
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
  readonly movements: readonly Movement[];
  /** Cursor of the next, older page; null: this is the last. */
  readonly nextBeforeSeq: number | null;
  /** Soonest expiry first. */
  readonly lots: readonly LotRow[];
  /** What remains of lots that are not listed. */
  readonly otherLotsMinor: number;
}

/** An imported opening balance that waits for its customer; nobody is known by its email, or several are. */
export interface WaitingOpeningRow {
  readonly id: number;
  readonly email: string;
  readonly amountMinor: number;
  /** Where the import said that the balance comes from. */
  readonly source: string;
  /** Where its row stands in the imported file; null: not known. */
  readonly line: number | null;
  /** tried_again: a person let it be tried again, which happens within seconds. */
  readonly reason: "customer_unknown" | "email_ambiguous" | "tried_again";
  readonly since: Instant;
}

/** An imported balance that was refused: it may be tried again, or be taken out and corrected. */
export interface RefusedOpeningRow extends Omit<WaitingOpeningRow, "reason" | "since"> {
  /** A code of the import or of the ledger. */
  readonly reason: string;
  readonly refusedAt: Instant;
  /** Who let it be tried again before; null: nobody did. */
  readonly decidedBy: string | null;
  readonly effectiveAt: Instant;
  readonly availableFrom: Instant | null;
  readonly expiresAt: Instant | null;
  readonly note: string | null;
}

/** A row that waits for a person. */
export type AttentionRow = {
  readonly id: number;
  readonly at: Instant;
  /** null: it belongs to no member. */
  readonly memberId: number | null;
  /** The member's name or address; null: nobody has told it, or it is forgotten. */
  readonly memberName: string | null;
} & (
  | {
      readonly kind: "intent";
      readonly intentKind: string;
      readonly state: IntentState;
      readonly amountMinor: number;
      readonly reason: string | null;
    }
  | {
      readonly kind: "inbox";
      readonly shopDomain: string;
      readonly topic: string;
      readonly reason: string | null;
    }
  | {
      readonly kind: "arrival";
      readonly finding: ArrivalFindingKind;
      readonly shopDomain: string;
    }
  | { readonly kind: "case"; readonly drift: string; readonly amountMinor: number }
  | { readonly kind: "merge" }
  /** Steps of documents that were refused or need a look; `at` is when the oldest was stored. */
  | { readonly kind: "steps"; readonly steps: number }
  | { readonly kind: "data_request"; readonly dueAt: Instant }
);
