import type { ApprovalThreshold, Calendar, EarnRulesDocument, RuleVersion } from "#core/rules";
import type { Instant } from "#core/units";

/** A version with all that is known of how it came about. */
export interface EarnRulesRecord extends RuleVersion {
  /** When orders are to be judged by it, as its author wished; a late approval moves `activeFrom` behind it. */
  readonly scheduledFrom: Instant;
  readonly author: string;
  /** Why, in the author's words; may be empty. */
  readonly reason: string;
  readonly createdAt: Instant;
  /** The version whose rules it brings back; null: it is none's copy. */
  readonly rollbackOf: number | null;
  /** `awaiting_approval`: it judges nothing until a second person approves it. */
  readonly state: "approved" | "awaiting_approval" | "declined";
  /** Who decided about it; null: nobody had to, or has. */
  readonly decidedBy: string | null;
  /** Why, in their words; null: nobody had to decide, or has. */
  readonly decisionReason: string | null;
}

export interface NewEarnRules {
  readonly document: EarnRulesDocument;
  readonly calendar: Calendar;
  readonly author: string;
  readonly reason: string;
  /** null or past: from now on, by the database's clock; what was placed before is never judged anew. */
  readonly activeFrom: Instant | null;
  readonly rollbackOf: number | null;
  readonly needsApproval: boolean;
}

export interface EarnRules {
  /**
   * The versions that may judge orders, oldest first. Documents of before are told in today's shape. While nothing has
   * been saved or decided in any process, the same objects are answered again.
   */
  listVersions(programId: number): Promise<readonly RuleVersion[]>;
  /** Every version with its history, oldest first. */
  listRecords(programId: number): Promise<EarnRulesRecord[]>;
  /**
   * Stores the next version; earlier ones stay. The program's row is locked, so that two authors at once make two
   * versions.
   */
  add(programId: number, rules: NewEarnRules): Promise<EarnRulesRecord>;
  /** Keeps the decision about a version that awaits one; false: it was decided before. The first decision stays. */
  decide(
    programId: number,
    version: number,
    decision: {
      readonly by: string;
      readonly verdict: "approved" | "declined";
      readonly reason: string;
    },
  ): Promise<boolean>;
  findThreshold(programId: number): Promise<ApprovalThreshold>;
  /** Sets it for versions that are saved from now on, and keeps who did in one commit. False: no such program. */
  saveThreshold(programId: number, threshold: ApprovalThreshold, by: string): Promise<boolean>;
}
