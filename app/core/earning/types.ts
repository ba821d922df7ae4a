import type { RuleReason, RuleTrace } from "../rules/index.ts";
import type { Rounding } from "../units/index.ts";
import type { Pending } from "./award-terms.ts";

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

/**
 * Why an order earns what it earns, also when that is nothing. `other_customer` stands on the account that an order
 * left when its customer changed, `rule_off` in evaluations that were stored when there was one rule.
 */
export type EvaluationReason = OrderObstacle | RuleReason | "rule_off" | "other_customer";

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
  /** null: something else than one rule per currency unit was at work. */
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
  /** Which rules were tried, and what each said. */
  readonly trace?: RuleTrace;
  /** Why the credits are pending; null: they can be spent. */
  readonly pending?: Pending | null;
  /** The order's total in both currencies when the shopper saw another one: the rate that counts for all of its life. */
  readonly exchange?: {
    readonly currency: string;
    readonly shopMinor: number;
    readonly presentmentMinor: number;
  } | null;
}
