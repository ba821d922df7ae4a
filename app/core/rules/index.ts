export { decideAction } from "./actions.ts";
export type { ActionOutcome, ActionRefusal, ActionTrace, MemberEvent } from "./actions.ts";
export { applyGrants } from "./apply-grants.ts";
export { needsApproval } from "./approval.ts";
export type { ApprovalThreshold } from "./approval.ts";
export { instantOfLocal, localDay, localMonth, utcCalendar } from "./calendar.ts";
export type { Calendar } from "./calendar.ts";
export { CapFault, capKey, decideGrants } from "./caps.ts";
export type { Cap, CapGrant, CapName, CapWant } from "./caps.ts";
export { compileOnce } from "./compile-once.ts";
export { compileRules } from "./compile-rules.ts";
export type { CompiledRules } from "./compile-rules.ts";
export { creditsByRule } from "./credits-by-rule.ts";
export { differenceOf } from "./difference.ts";
export type { Change } from "./difference.ts";
export { noCaps } from "./document.ts";
export type {
  ActionRule,
  Base,
  Caps,
  Condition,
  EarnRule,
  EarnRulesDocument,
  Effect,
  Exclusion,
  Limits,
  Overlap,
  SystemRules,
  Window,
} from "./document.ts";
export { evaluateRules } from "./evaluate-rules.ts";
export type { RuleOutcome } from "./evaluate-rules.ts";
export { liftSimpleRule, readStoredRules, toSimpleRule, writeSimpleRule } from "./simple-rule.ts";
export type { SimpleEarnRule } from "./simple-rule.ts";
export type { FailedCondition, RuleReason, RuleTrace, TracedCap, TracedLine, TracedRule } from "./trace.ts";
export type { MemberFacts, ProductFacts, RuleLine, RuleSubject } from "./types.ts";
export { birthdayLooks } from "./occasions.ts";
export type { BirthdayLook, SystemEvent } from "./occasions.ts";
export { createTrial } from "./trial.ts";
export type { PastOrder, Trial, TrialMember, TrialResult, TrialRule, TrialSide } from "./trial.ts";
export { signUpsCountFrom, versionInForce } from "./version.ts";
export type { RuleVersion } from "./version.ts";
