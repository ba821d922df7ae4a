/** Why a member's balance in Exigo is another than here. */
export type GapCause =
  /** A write of ours has not arrived yet, or its answer is unknown. */
  | "on_its_way"
  | "needs_review"
  | "refused"
  /** A drift that waits for a person. */
  | "case"
  /** The account is not handed over to Exigo yet. */
  | "not_handed_over"
  /** The member has no customer in Exigo. */
  | "not_linked"
  /** Exigo does not know the customer. */
  | "not_in_exigo"
  /** It was seen just now and is read once more. */
  | "being_checked";

/** What is known of an account whose two balances differ. */
export interface GapFacts {
  readonly isLinked: boolean;
  readonly isHandedOver: boolean;
  /** Exigo listed the customer. */
  readonly isInExigo: boolean;
  /** Point writes that are due, sent, or unknown; waiting for a person; refused. */
  readonly underWay: number;
  readonly inReview: number;
  readonly refused: number;
  readonly openCases: number;
}

/** The cause to name first: the one that somebody must do something about. */
export function causeOfGap(facts: GapFacts): GapCause {
  if (facts.inReview > 0) return "needs_review";
  if (facts.openCases > 0) return "case";
  if (!facts.isHandedOver) return "not_handed_over";
  if (facts.underWay > 0) return "on_its_way";
  if (facts.refused > 0) return "refused";
  if (!facts.isLinked) return "not_linked";
  return facts.isInExigo ? "being_checked" : "not_in_exigo";
}

/** Sums over members; amounts in minor units, none below zero. */
export interface Agreement {
  /** What members hold or owe, each amount without its sign. */
  readonly valueMinor: number;
  /** By how much Exigo's balances are away from ours. */
  readonly gapMinor: number;
  /** Of that, what is older than a day. */
  readonly lateGapMinor: number;
}

/** Shares in parts of a million; null: there is no value to agree on. */
export interface AgreedShare {
  /** At this moment. */
  readonly nowPpm: number | null;
  /** Of what both sides had a day's time for: the agreed value. */
  readonly withinDayPpm: number | null;
}

const MILLION = 1_000_000;

/** The share of value that both sides agree on, rounded down so that nothing but full agreement reads as such. */
export function agreedShare({ valueMinor, gapMinor, lateGapMinor }: Agreement): AgreedShare {
  const share = (gap: number): number | null => {
    if (valueMinor === 0) return gap === 0 ? null : 0;
    return Math.max(0, Math.floor((1 - gap / valueMinor) * MILLION));
  };
  return { nowPpm: share(gapMinor), withinDayPpm: share(lateGapMinor) };
}

/** A million parts in a million: nothing differs. */
export const AGREED_GOAL_PPM = 999_900;
