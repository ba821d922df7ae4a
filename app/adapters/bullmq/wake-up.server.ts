import { Queue } from "bullmq";
import type { JobsOptions } from "bullmq";
import { Redis } from "ioredis";

import { deliverDocumentJob } from "#jobs/deliver-document";
import { deliverIntentJob } from "#jobs/deliver-intent";
import { processShopInboxJob } from "#jobs/process-shop-inbox";
import type { JobName } from "#jobs/all";
import type { WakeUp } from "#usecases/ports/wake-up";

import { onceUntilRecovered, reconnectDelayMs } from "./connection.server.ts";
import type { QueueAddress } from "./connection.server.ts";

/** The producer's side of the queues, one for each kind of job. Fails fast and silently: the sweep finds what it did not tell. */
export interface BullmqWakeUp extends WakeUp {
  close(): Promise<void>;
}

const COMMAND_TIMEOUT_MS = 1_000;

/** A shop that is told of again within this time is told of once, at its end: a burst does not burden Redis. */
const GAP_MS = 25;

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
  const open = (name: JobName): Queue => {
    const queue = new Queue(name, { connection: redis, prefix: address.prefix });
    queue.on("error", outage.failed);
    return queue;
  };
  const inbox = open(processShopInboxJob.name);
  const intents = open(deliverIntentJob.name);
  const documents = open(deliverDocumentJob.name);

  async function tell(queue: Queue, payload: object, options: JobsOptions): Promise<void> {
    // While Redis is away BullMQ would gather calls until it is back, and the sweep does not need them.
    if (redis.status !== "ready") return;
    try {
      // A finished job keeps its id taken; the next wake-up of the same row needs it.
      await queue.add(queue.name, payload, { ...options, removeOnComplete: true, removeOnFail: true });
    } catch (failure) {
      outage.failed(failure);
    }
  }

  const told = new Map<string, { again: boolean }>();

  async function tellOfShop(shopDomain: string): Promise<void> {
    const recent = told.get(shopDomain);
    if (recent !== undefined) {
      recent.again = true;
      return;
    }
    const now = { again: false };
    told.set(shopDomain, now);
    const id = processShopInboxJob.jobId({ shopDomain });
    // One job waits for its turn; while it has it, one more is kept, because it may have looked already.
    await tell(inbox, { shopDomain }, { deduplication: { id, keepLastIfActive: true } });
    setTimeout(() => {
      told.delete(shopDomain);
      if (now.again) void tellOfShop(shopDomain);
    }, GAP_MS).unref();
  }

  return {
    shopInbox: tellOfShop,
    intent: (programId, id) =>
      tell(intents, { programId, id }, { jobId: deliverIntentJob.jobId({ programId, id }) }),
    document: (programId, id) =>
      tell(documents, { programId, id }, { jobId: deliverDocumentJob.jobId({ programId, id }) }),
    async close() {
      // Never waits for a Redis that is away: nothing is owed to it.
      redis.disconnect();
      await Promise.all([inbox, intents, documents].map((queue) => queue.close().catch(outage.failed)));
    },
  };
}
