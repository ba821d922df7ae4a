export type {
  DayFigures,
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
} from "./types.ts";
export type { CustomerRow, MemberPeople, MergeEnd, MergeRow } from "./people-types.ts";
export type {
  Balance,
  RollForwardDay,
  RollupRow,
  StatementLine,
  StatementPage,
  TimeAxis,
} from "./ledger-types.ts";
export { rollForward } from "./roll-forward.ts";
export { applyChanges, splitInterval } from "./snapshots.ts";
export type { EffectiveChange, Snapshot } from "./snapshots.ts";
