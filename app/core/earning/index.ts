export { earnCommand } from "./earn-command.ts";
export { evaluateOrder } from "./evaluate-order.ts";
export { learnOrder, unknownOrder } from "./known-order.ts";
export type { KnownOrder } from "./known-order.ts";
export { mergeOrder } from "./merge-order.ts";
export type {
  EarnRuleDocument,
  EarnRuleVersion,
  EvaluatedLine,
  Evaluation,
  EvaluationReason,
  OrderFacts,
  OrderLine,
  OrderNews,
  OrderRefund,
  OrderSnapshot,
} from "./types.ts";
