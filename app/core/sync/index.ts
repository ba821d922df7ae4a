export { intentsFor } from "./intents-for.ts";
export { AGREED_GOAL_PPM, agreedShare, causeOfGap } from "./agreement.ts";
export type { AgreedShare, Agreement, GapCause, GapFacts } from "./agreement.ts";
export { nameByBalance, nameBySign } from "./drift-kind.ts";
export type { DriftCause, DriftKind, NamedDrift } from "./drift-kind.ts";
export { judgeDrift, nextPollInMs } from "./judge-drift.ts";
export type { DriftAction, DriftPolicy } from "./judge-drift.ts";
export { intentIdIn, judgeMovement } from "./judge-movement.ts";
export type { MovementVerdict, SeenMovement } from "./judge-movement.ts";
export { mergeBalances } from "./merge-balances.ts";
export { nameByHistory } from "./name-by-history.ts";
export type { ConfirmedWrite, ShownMovement } from "./name-by-history.ts";
export { backoffMs, judgeFailure, judgeOutage, judgeRetry } from "./judge-failure.ts";
export { judgeAbsence, judgeFound } from "./judge-history.ts";
export { judgeFence } from "./judge-fence.ts";
export type { FenceVerdict } from "./judge-fence.ts";
export { judgeLookUp, judgeLookUpFailure } from "./judge-look-up.ts";
export type { UnknownWrite } from "./judge-look-up.ts";
export { owedToMirror } from "./owed-to-mirror.ts";
export { canHaveArrived, settleIntent } from "./settle-intent.ts";
export type { IntentVerdict, SettleRefusal, Settlement } from "./settle-intent.ts";
export { DEFAULT_DELIVERY_POLICY } from "./types.ts";
export type {
  DeliveryPolicy,
  FailureKind,
  IntentDraft,
  IntentKind,
  IntentOutcome,
  IntentState,
} from "./types.ts";
