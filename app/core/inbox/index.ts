export { afterFailure, isWornOut, MAX_ATTEMPTS } from "./retry.ts";
export { namesOtherShop } from "./shop-in-payload.ts";
export { isWebhookTopic, mayRepeatItself, webhookTopics } from "./topics.ts";
export type { WebhookTopic } from "./topics.ts";
export type { AfterFailure } from "./types.ts";
