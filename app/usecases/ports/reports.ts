import type { Evaluation } from "#core/earning";
import type { IntentKind, IntentState } from "#core/sync";
import type { Instant } from "#core/units";

/** Figures of the home page; amounts in minor units of the program's unit. */
export interface HomeFigures {
  readonly members: number;
  /** What members hold: available, pending and held together. */
  readonly outstandingMinor: number;
  readonly earnedMinor: number;
  readonly takenBackMinor: number;
  /** Earned less taken back, per day of the last 30, oldest first. */
  readonly perDay: readonly {
    readonly day: string;
    readonly earnedMinor: number;
    readonly takenBackMinor: number;
  }[];
  readonly inbox: { readonly waiting: number; readonly quarantined: number };
  readonly intents: Readonly<Record<IntentState, number>>;
  readonly openCases: number;
}

export interface MemberRow {
  readonly memberId: number;
  readonly name: string;
  readonly email: string | null;
  readonly availableMinor: number;
  readonly pendingMinor: number;
  readonly heldMinor: number;
  readonly lastEntryAt: Instant;
}

export interface EntryRow {
  readonly seq: number;
  readonly kind: string;
  readonly key: string;
  readonly amountMinor: number;
  readonly balanceAfterMinor: number;
  readonly effectiveAt: Instant;
  readonly bookedAt: Instant;
  readonly causeKind: string;
  readonly causeRef: string;
  readonly reasonCode: string;
  readonly note: string | null;
  /** The evaluation that made an `earn` entry; null for other kinds. */
  readonly evaluation: Evaluation | null;
  readonly orderName: string | null;
  readonly reversed: boolean;
  readonly postings: readonly { readonly book: string; readonly amountMinor: number }[];
  /** Where the entry stands in Exigo; null: nothing is owed there. */
  readonly exigo: {
    readonly intentId: number;
    readonly state: IntentState;
    readonly error: string | null;
  } | null;
}

export interface OrderRow {
  readonly orderId: string;
  readonly name: string;
  readonly placedAt: Instant | null;
  readonly evaluation: Evaluation | null;
}

export interface AccountPage {
  readonly member: MemberRow & { readonly accountId: number; readonly exigoCustomerId: number | null };
  readonly entries: readonly EntryRow[];
  /** Cursor of the next, older page; null: this is the last. */
  readonly nextBeforeSeq: number | null;
  /** The member's newest orders, also those that earned nothing. */
  readonly orders: readonly OrderRow[];
  readonly lots: readonly {
    readonly entrySeq: number;
    readonly remainingMinor: number;
    readonly expiresAt: Instant | null;
  }[];
  readonly exigo: {
    readonly balanceMinor: number;
    readonly driftMinor: number;
    readonly observedAt: Instant;
  } | null;
}

/** A row that waits for a person. */
export interface AttentionRow {
  readonly kind: "intent" | "inbox" | "case";
  readonly id: number;
  readonly what: string;
  readonly reason: string;
  readonly at: Instant;
  readonly memberId: number | null;
}

/** Everything a screen reads; never used to decide. */
export interface Reports {
  home(programId: number): Promise<HomeFigures>;
  /** By newest movement; `search` matches name or email from their start. */
  members(
    programId: number,
    query: { search: string; page: number; pageSize: number },
  ): Promise<{ rows: MemberRow[]; total: number }>;
  account(
    programId: number,
    memberId: number,
    query: { beforeSeq: number | null; limit: number },
  ): Promise<AccountPage | null>;
  attention(programId: number, limit: number): Promise<AttentionRow[]>;
}

export type { IntentKind };
