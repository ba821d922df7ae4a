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
export { hearTopics, NOTHING_HEARD, UNHEARD } from "./voice.ts";
export { isSignedTopic, SIGNED_TOPICS, unheardSigns } from "./signs.ts";
export type { Sign, SignedTopic } from "./signs.ts";
export { orderSigns } from "./order-signs.ts";
export type { OrderHappenings } from "./order-signs.ts";
export { customerSigns, productSigns } from "./held-signs.ts";
export type { CustomerWords, ProductWords, ShownProduct, ToldCustomer } from "./held-signs.ts";
export { judgeArrivals } from "./judge-arrivals.ts";
export { shareRead } from "./share-read.ts";
export type { RereadProgress } from "./share-read.ts";
