export { NO_DAY_YET, termsOf } from "./award-terms.ts";
export type { AwardTerms, Pending } from "./award-terms.ts";
export { earnCommand, orderSubject, releaseCommand } from "./earn-command.ts";
export type { WaitingCredits } from "./earn-command.ts";
export { evaluateOrder, ruleOfMoment } from "./evaluate-order.ts";
export { learnOrder, unknownOrder } from "./known-order.ts";
export type { KnownOrder } from "./known-order.ts";
export { liftFacts, liftRefunds } from "./lift-stored.ts";
export { mergeOrder, NOTHING_KNOWN } from "./merge-order.ts";
export type {
  MoneyPair,
  OrderDispute,
  OrderFacts,
  OrderLine,
  OrderNews,
  OrderRefund,
  OrderSnapshot,
  RefundMoney,
  RefundTransaction,
} from "./order-facts.ts";
export type { OrderContext } from "./rule-subject.ts";
export type {
  EarnRuleDocument,
  EarnRuleVersion,
  EvaluatedLine,
  Evaluation,
  EvaluationReason,
} from "./types.ts";
