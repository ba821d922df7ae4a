export type {
  DayFigures,
  HomeFigures,
  MemberRow,
  EntryInExigo,
  EntryRow,
  OrderRow,
  LotRow,
  AccountPage,
  AttentionRow,
} from "./types.ts";
