export { intentsFor } from "./intents-for.ts";
export type { IntentDraft, IntentKind, IntentState } from "./types.ts";
