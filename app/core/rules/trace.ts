import type { Instant, Rounding } from "../units/index.ts";
import type { CapName } from "./caps.ts";
import type { Overlap } from "./document.ts";

/**
 * Why an order earns what it earns by the rules, also when that is nothing. `nothing_counts`: rules matched, but what
 * they matched is free or was paid with gift cards that do not count.
 */
export type RuleReason =
  | "earned"
  | "rules_off"
  | "other_currency"
  | "nothing_left"
  | "everything_excluded"
  | "no_rule_matched"
  | "nothing_counts"
  | "rounds_to_zero"
  | "cap_reached";

/**
 * How an order's credits came about, step by step: plain JSON without personal data, kept with the entry. Exact
 * amounts are text (`74.925`, or `100/3` where no decimal says it): money in minor units of the currency, credits in
 * minor units of the program's unit.
 */
export interface RuleTrace {
  readonly currency: string;
  readonly currencyScale: number;
  /** Decimal places of the program's unit. */
  readonly unitScale: number;
  readonly overlap: Overlap;
  readonly lines: readonly TracedLine[];
  /** What counts of shipping; null: shipping does not count. */
  readonly shipping: { readonly base: string } | null;
  /** The share of the order that was not paid with gift cards; null: gift cards count like money. */
  readonly shareWithoutGiftCards: string | null;
  /** Every rule in the order of the document. */
  readonly rules: readonly TracedRule[];
  /** What the rules give together, before it is rounded. */
  readonly exact: string;
  readonly rounding: Rounding;
  /** After rounding, before caps over several orders and the limit of one order. */
  readonly roundedMinor: number;
  /** The most that one order earns; null: no limit. */
  readonly perOrderLimitMinor: number | null;
  /** What caps over several orders left; empty: none was asked. */
  readonly caps: readonly TracedCap[];
  readonly targetMinor: number;
}

export interface TracedLine {
  readonly lineId: string;
  readonly title: string;
  readonly quantity: number;
  /** The part that counts: 1, or less after refunds. */
  readonly kept: string;
  readonly base: string;
  /** The exclusion because of which the line earns nothing; without a name: the switch of the base that says so. */
  readonly excludedBy: { readonly id: string; readonly name: string | null } | null;
}

/** The condition that did not hold: where it stands in the rule, and its numbers where it asks for some. */
export interface FailedCondition {
  readonly path: string;
  readonly condition: string;
  readonly wanted?: number | readonly number[];
  /** null: not known. */
  readonly found?: number | null;
}

interface TracedRuleBase {
  readonly ruleId: string;
  readonly name: string;
}

export type TracedRule =
  | (TracedRuleBase & { readonly outcome: "off" })
  | (TracedRuleBase & {
      readonly outcome: "outside_window";
      readonly from: Instant | null;
      readonly until: Instant | null;
    })
  | (TracedRuleBase & { readonly outcome: "not_matched"; readonly failed: FailedCondition })
  /** There was nothing to match: every line is excluded. */
  | (TracedRuleBase & { readonly outcome: "nothing_to_match" })
  | (TracedRuleBase & {
      readonly outcome: "matched";
      /** Lines on which it counts; `shipping` may be one. */
      readonly lines: readonly string[];
      /** Lines that match and go to another rule, by the declared overlap. */
      readonly beatenOn: readonly string[];
      readonly effect: TracedEffect;
      /** What it gives, exact, its cap per order kept. */
      readonly credits: string;
      /** The cap per order that lowered it. */
      readonly cappedAtMinor: number | null;
    });

export type TracedEffect =
  | { readonly creditsPerUnitMicros: number; readonly base: string }
  | { readonly creditsPerItemMinor: number }
  | { readonly creditsPerOrderMinor: number }
  /** Factor on what the other rules give for its lines; its own credits are what comes on top. */
  | { readonly multiplyBps: number };

export interface TracedCap {
  /** The rule whose cap it is; null: the program's. */
  readonly ruleId: string | null;
  /** The caps that were asked. */
  readonly caps: readonly CapName[];
  readonly wantedMinor: number;
  readonly grantedMinor: number;
}
