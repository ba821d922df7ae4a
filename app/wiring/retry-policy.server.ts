import type { Config } from "#config";
import type { RetryPolicy } from "#core/inbox";

/** How often this configuration lets events be tried. */
export function retryPolicy(config: Config): RetryPolicy {
  return { attempts: config.INBOX_ATTEMPTS, attemptsByTopic: config.INBOX_ATTEMPTS_BY_TOPIC };
}
