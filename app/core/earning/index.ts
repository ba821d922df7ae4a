export { awardTerms, NO_DAY_YET, NO_TERMS } from "./award-terms.ts";
export type { AwardTerms, Pending } from "./award-terms.ts";
export { earnCommand, orderSubject, releaseCommand } from "./earn-command.ts";
export type { WaitingCredits } from "./earn-command.ts";
export { contextNeeds } from "./context-needs.ts";
export type { ContextNeeds } from "./context-needs.ts";
export { evaluateOrder, isUpToRules, withGrants } from "./evaluate-order.ts";
export type { Judgement, JudgingRules } from "./evaluate-order.ts";
export { judgePastOrder } from "./judge-past-order.ts";
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
export { coversOrder, NO_CONTEXT } from "./rule-subject.ts";
export type { OrderContext } from "./rule-subject.ts";
export type { EvaluatedLine, Evaluation, EvaluationReason } from "./types.ts";
