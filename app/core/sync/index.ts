export { admitDrafts } from "./documents/admit-drafts.ts";
export { nameDocument } from "./documents/name-document.ts";
export type { NamedDocument } from "./documents/name-document.ts";
export { settleDocument } from "./documents/settle-document.ts";
export type {
  DocumentSettlement,
  DocumentVerdict,
  SettleDocumentRefusal,
} from "./documents/settle-document.ts";
export { directionOf, SETTINGS, staysInItsPlace } from "./documents/types.ts";
export type {
  DocumentDraft,
  DocumentKind,
  DocumentOutcome,
  DocumentState,
  RefusedDraft,
} from "./documents/types.ts";
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
export { backoffMs, judgeFailure, judgeLockedOut, judgeOutage, judgeRetry } from "./judge-failure.ts";
export { judgeAbsence, judgeFound } from "./judge-history.ts";
export { judgeFence } from "./judge-fence.ts";
export type { FenceVerdict } from "./judge-fence.ts";
export { judgeLookUp, judgeLookUpFailure } from "./judge-look-up.ts";
export type { UnknownWrite } from "./judge-look-up.ts";
export { showsTotals } from "./orders/compare-totals.ts";
export { judgeOrderStatus } from "./orders/judge-order-status.ts";
export type { StatusVerdict } from "./orders/judge-order-status.ts";
export { orderContent } from "./orders/order-content.ts";
export { orderDocument, paidOf, planOrderSteps } from "./orders/plan-order-steps.ts";
export type { OrderToPlan } from "./orders/plan-order-steps.ts";
export { returnContent } from "./orders/return-content.ts";
export type {
  ContentResult,
  DocumentContent,
  DocumentLine,
  DocumentTotals,
  LineItem,
} from "./orders/types.ts";
export {
  changesFor,
  draftsForCustomer,
  fitAddress,
  judgeAddress,
  ownedByShop,
  textOfAddress,
  textOfFacts,
  textOfOwned,
} from "./customers/index.ts";
export type {
  AddressSide,
  AddressVerdict,
  CustomerPart,
  ExigoFacts,
  KeptAddress,
  OwnedValues,
  ShopSide,
} from "./customers/index.ts";
export { checkFlow, FLOW_DIRECTIONS, OWNERSHIP } from "./ownership.ts";
export type { Flow, FlowDirection, FlowRefusal, OwnedDomain, OwnershipRule } from "./ownership.ts";
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
