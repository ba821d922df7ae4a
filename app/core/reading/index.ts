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
