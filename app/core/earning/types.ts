import type { Instant, Rounding } from "../units/index.ts";
import type { Pending } from "./award-terms.ts";

/** The earn rule's document: credits per currency unit of the paid subtotal. */
export interface EarnRuleDocument {
  readonly kind: "perCurrencyUnit";
  readonly enabled: boolean;
  /** Millionths of a credit per one unit of the currency: 1_500_000 is 1.5 credits per dollar. */
  readonly creditsPerUnitMicros: number;
  readonly currency: string;
  readonly rounding: Rounding;
  /** Days until the credits expire; null: never. */
  readonly expiresAfterDays: number | null;
}

/** A version of the rule; an order is judged by the version of the moment it was placed. */
export interface EarnRuleVersion {
  readonly version: number;
  readonly document: EarnRuleDocument;
  readonly activeFrom: Instant;
}

/** Why an order itself earns nothing, whatever the rules say. */
export type OrderObstacle =
  | "order_unknown"
  | "test_order"
  | "cancelled"
  | "no_customer"
  | "voided"
  | "not_paid"
  | "not_fulfilled"
  | "deleted"
  | "no_rule"
  | "charged_back"
  | "nothing_left";

/** What a rule says of an order that may earn. */
export type RuleReason = "earned" | "rule_off" | "other_currency" | "nothing_left" | "rounds_to_zero";

/**
 * Why an order earns what it earns, also when that is nothing. `other_customer` stands on the account that an order
 * left when its customer changed.
 */
export type EvaluationReason = OrderObstacle | RuleReason | "other_customer";

/** One line's part in an evaluation. */
export interface EvaluatedLine {
  readonly lineId: string;
  readonly title: string;
  readonly quantity: number;
  readonly remainingQuantity: number;
  /** The line's share of the evaluation's base, in minor units of the currency. */
  readonly baseMinor: number;
}

/**
 * What an order is to earn, with every step that led there. Rule and lines are told whenever they are known,
 * also when the reason makes the target zero. What may be left out is missing in evaluations that were stored before
 * it was known.
 */
export interface Evaluation {
  readonly reason: EvaluationReason;
  /** Credits in minor units of the program's unit; zero or more. */
  readonly targetMinor: number;
  readonly ruleVersion: number | null;
  readonly creditsPerUnitMicros: number | null;
  readonly rounding: Rounding | null;
  /** Sum of the lines' bases in minor units of `currency`. */
  readonly baseMinor: number;
  readonly currency: string | null;
  readonly currencyScale: number;
  readonly lines: readonly EvaluatedLine[];
  /** What the target will be once money that is owed, to the shopper or by them, has moved; null: the same. */
  readonly expectedMinor?: number | null;
  /** Money of the order that went back without items or has not come in yet, in minor units of `currency`, rounded up. */
  readonly missingMinor?: number;
  /** Why the credits are pending; null: they can be spent. */
  readonly pending?: Pending | null;
  /** The order's total in both currencies when the shopper saw another one: the rate that counts for all of its life. */
  readonly exchange?: {
    readonly currency: string;
    readonly shopMinor: number;
    readonly presentmentMinor: number;
  } | null;
}
