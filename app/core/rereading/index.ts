export type {
  ArrivalFindingKind,
  ChangeRange,
  KnownOutline,
  MissedChange,
  OrderOutline,
  RereadCause,
  RereadMethod,
  RereadPolicy,
  Resource,
  Voice,
  VoiceGroup,
  Voices,
} from "./types.ts";
export { DEFAULT_REREAD_POLICY, planReread, WEBHOOK_TAKES_MS } from "./plan-reread.ts";
export { isNews } from "./order-outline.ts";
export { hearTopics, UNHEARD } from "./voice.ts";
export { judgeArrivals } from "./judge-arrivals.ts";
export { shareRead } from "./share-read.ts";
export type { RereadProgress } from "./share-read.ts";
