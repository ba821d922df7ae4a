import type { DriftKind, GapCause } from "../sync/index.ts";
import type { Instant } from "../units/index.ts";

/** How far a program's balances and Exigo's agree, for a page; amounts in minor units. */
export interface AgreementReport {
  /** The database's clock. */
  readonly now: Instant;
  /** The sums of this moment. */
  readonly measured: {
    readonly accounts: number;
    readonly gaps: number;
    readonly valueMinor: number;
    readonly gapMinor: number;
    readonly lateGapMinor: number;
  };
  /** Of the last days that were measured, oldest first. */
  readonly days: readonly AgreementDay[];
  /** Gaps by what they come from, the largest first. */
  readonly causes: readonly { readonly cause: GapCause; readonly gaps: number; readonly gapMinor: number }[];
  /** The largest gaps. */
  readonly gaps: readonly AgreementGap[];
  /** Open cases by kind, most first. */
  readonly cases: readonly CasesOfKind[];
  readonly last: {
    readonly finishedAt: Instant;
    readonly accounts: number;
    readonly strangers: number;
  } | null;
  /** The full comparison that is due or under way; null: none is. */
  readonly next: {
    /** left: its process is gone, and another one goes on. */
    readonly state: "waiting" | "running" | "left";
    readonly dueAt: Instant;
    readonly accounts: number;
    readonly accountsInAll: number;
    readonly trouble: string | null;
  } | null;
}

export interface AgreementDay {
  /** A calendar day in UTC, such as 2026-11-20. */
  readonly day: string;
  readonly valueMinor: number;
  readonly gapMinor: number;
  readonly lateGapMinor: number;
}

export interface AgreementGap {
  readonly memberId: number;
  readonly ledgerMinor: number;
  /** null: Exigo has none. */
  readonly exigoMinor: number | null;
  readonly cause: GapCause;
  readonly since: Instant;
}

export interface CasesOfKind {
  readonly kind: DriftKind;
  readonly count: number;
  readonly amountMinor: number;
  /** Of the newest ones. */
  readonly newest: readonly {
    readonly caseId: number;
    readonly memberId: number;
    readonly amountMinor: number;
  }[];
}
