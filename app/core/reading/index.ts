export { sumOfSteps, unexplained } from "./explanation.ts";
export type { BalanceExplanation, ExplainedStep, OrderExplanation } from "./explanation.ts";
export type {
  HomeFigures,
  MemberRow,
  EntryInExigo,
  EntryRow,
  OrderRow,
  LotRow,
  AccountPage,
  CreditsPage,
  Movement,
  AttentionRow,
  RefusedOpeningRow,
  WaitingOpeningRow,
} from "./types.ts";
export type { CustomerRow, MemberPeople, MergeEnd, MergeRow } from "./people-types.ts";
export type {
  Balance,
  RollForwardDay,
  RollForwardLine,
  RollupRow,
  StatementLine,
  StatementPage,
  TimeAxis,
} from "./ledger-types.ts";
export type { AgreementDay, AgreementGap, AgreementReport, CasesOfKind } from "./agreement.ts";
export { dayAfter, periodOf } from "./periods.ts";
export type { Period, PeriodName } from "./periods.ts";
export type { ProofReport } from "./proof-types.ts";
export type {
  SyncDelivery,
  SyncFigures,
  SyncRefusal,
  SyncReport,
  SyncStep,
  SyncSubject,
} from "./sync-types.ts";
export { ROLL_FORWARD_LINES, rollForward, sumOfDays } from "./roll-forward.ts";
export { applyChanges, splitInterval } from "./snapshots.ts";
export type { EffectiveChange, Snapshot } from "./snapshots.ts";
