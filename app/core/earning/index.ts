export type {
  EarnRuleDocument,
  EarnRuleVersion,
  EvaluatedLine,
  Evaluation,
  EvaluationReason,
  OrderFacts,
  OrderLine,
  OrderRefund,
  OrderSnapshot,
} from "./types.ts";
