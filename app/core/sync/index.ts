export type { IntentKind, IntentState } from "./types.ts";
