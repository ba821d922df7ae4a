import type { WebhookTopic } from "./topics.ts";

/** What becomes of an event whose handler failed. */
export type AfterFailure =
  { readonly next: "retry"; readonly inMs: number } | { readonly next: "quarantine" };

/** How often events are tried; a topic may have a number of its own. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly attemptsByTopic: Readonly<Partial<Record<WebhookTopic, number>>>;
}
