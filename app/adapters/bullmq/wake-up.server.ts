import { Queue } from "bullmq";
import { Redis } from "ioredis";

import { deliverIntentJob } from "#jobs/deliver-intent";
import { processInboxEventJob } from "#jobs/process-inbox-event";
import type { JobContract } from "#jobs/contract";
import type { WakeUp } from "#usecases/ports/wake-up";

import { onceUntilRecovered, QUEUE_NAME, reconnectDelayMs } from "./connection.server.ts";
import type { QueueAddress } from "./connection.server.ts";

/** The producer's side of the queue. Fails fast and silently: the sweep finds what it did not tell. */
export interface BullmqWakeUp extends WakeUp {
  close(): Promise<void>;
}

const COMMAND_TIMEOUT_MS = 1_000;

export function createBullmqWakeUp(
  address: QueueAddress,
  onOutage: (failure: unknown) => void,
): BullmqWakeUp {
  const outage = onceUntilRecovered(onOutage);
  const redis = new Redis(address.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: COMMAND_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: reconnectDelayMs,
  });
  redis.on("error", outage.failed);
  redis.on("ready", outage.recovered);
  const queue = new Queue(QUEUE_NAME, { connection: redis, prefix: address.prefix });
  queue.on("error", outage.failed);

  async function tell<Payload>(contract: JobContract<string, Payload>, payload: Payload): Promise<void> {
    // While Redis is away BullMQ would gather calls until it is back, and the sweep does not need them.
    if (redis.status !== "ready") return;
    try {
      await queue.add(contract.name, payload, {
        jobId: contract.jobId(payload),
        // A finished job keeps its id taken; the next wake-up of the same row needs it.
        removeOnComplete: true,
        removeOnFail: true,
      });
    } catch (failure) {
      outage.failed(failure);
    }
  }

  return {
    inboxEvent: (shopDomain, id) => tell(processInboxEventJob, { shopDomain, id }),
    intent: (programId, id) => tell(deliverIntentJob, { programId, id }),
    async close() {
      // Never waits for a Redis that is away: nothing is owed to it.
      redis.disconnect();
      await queue.close().catch(outage.failed);
    },
  };
}
