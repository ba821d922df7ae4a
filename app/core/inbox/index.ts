export { readOrigin } from "./body-origin.ts";
export { isNestedTooDeep } from "./depth.ts";
export type { NamedObject } from "./named-objects.ts";
export { afterFailure, attemptsFor, DEFAULT_ATTEMPTS, isWornOut } from "./retry.ts";
export { namesOtherShop } from "./shop-in-payload.ts";
export type { ClaimedShop } from "./shop-in-payload.ts";
export { isWebhookTopic, mayRepeatItself, webhookTopics } from "./topics.ts";
export type { WebhookTopic } from "./topics.ts";
export type { AfterFailure, RetryPolicy } from "./types.ts";
