import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { startJobWorker } from "#adapters/bullmq/job-worker";
import type { JobWorker, JobWorkerOptions } from "#adapters/bullmq/job-worker";
import { createBullmqWakeUp } from "#adapters/bullmq/wake-up";
import type { BullmqWakeUp } from "#adapters/bullmq/wake-up";
import { createTestRedis } from "../../support/redis.ts";

const NOISY = "noisy.myshopify.com";
const QUIET = "quiet.myshopify.com";

let url: string;
let redis: Redis;
let wakeUp: BullmqWakeUp;
let workers: JobWorker[];
const failures: unknown[] = [];

beforeEach(async () => {
  url = (await createTestRedis()).url;
  redis = new Redis(url);
  workers = [];
  failures.length = 0;
  wakeUp = createBullmqWakeUp({ url, prefix: "test" }, (failure) => void failures.push(failure));
  await vi.waitFor(async () => {
    await wakeUp.intent(1, 1);
    expect(await waiting("deliver-intent")).toBe(1);
  });
  await redis.keys("test:*").then((keys) => redis.del(keys));
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop(2_000)));
  await wakeUp.close();
  redis.disconnect();
  expect(failures).toEqual([]);
});

/** Where BullMQ keeps what a running job is told anew. */
const KEPT_FOR_LATER = `test:process-shop-inbox:dn:inbox-${NOISY}`;

const waiting = (queue: string): Promise<number> => redis.llen(`test:${queue}:wait`);

function startWorker(handlers: JobWorkerOptions["handlers"], concurrency = 1): void {
  const worker = startJobWorker({
    ...{ url, prefix: "test", concurrency, handlers },
    signal: new AbortController().signal,
    onJobFailure: (_, failure) => void failures.push(failure),
    onOutage: (failure) => void failures.push(failure),
  });
  workers.push(worker);
}

/** Something that is waited for until it is let go. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

test("however often a shop is told of, one job of it waits, and other shops wait behind that one", async () => {
  for (let count = 0; count < 500; count += 1) await wakeUp.shopInbox(NOISY);
  await wakeUp.shopInbox(QUIET);
  expect(await waiting("process-shop-inbox")).toBe(2);
  const turns: unknown[] = [];
  startWorker({ "process-shop-inbox": (payload) => Promise.resolve(turns.push(payload)) });
  await vi.waitFor(() => expect(turns.slice(0, 2)).toEqual([{ shopDomain: NOISY }, { shopDomain: QUIET }]));
});

test("a shop that is told of during its turn gets one more, after those that wait", async () => {
  const turns: string[] = [];
  const firstTurn = gate();
  startWorker({
    "process-shop-inbox": async (payload) => {
      turns.push((payload as { shopDomain: string }).shopDomain);
      if (turns.length === 1) await firstTurn.opened;
    },
  });
  await wakeUp.shopInbox(NOISY);
  await vi.waitFor(() => expect(turns).toHaveLength(1));
  for (let count = 0; count < 50; count += 1) await wakeUp.shopInbox(NOISY);
  await wakeUp.shopInbox(QUIET);
  await vi.waitFor(async () => expect(await redis.exists(KEPT_FOR_LATER)).toBe(1));
  expect(await waiting("process-shop-inbox")).toBe(1);
  firstTurn.open();
  await vi.waitFor(() => expect(turns.slice(0, 3)).toEqual([NOISY, QUIET, NOISY]));
});

test("a shop has one turn at a time, however many workers there are", async () => {
  let [now, most, turns] = [0, 0, 0];
  const handlers = {
    "process-shop-inbox": async () => {
      most = Math.max(most, (now += 1));
      turns += 1;
      if (turns < 20) await wakeUp.shopInbox(NOISY);
      now -= 1;
    },
  };
  startWorker(handlers, 4);
  startWorker(handlers, 4);
  await wakeUp.shopInbox(NOISY);
  await vi.waitFor(() => expect(turns).toBe(20), { timeout: 15_000 });
  expect(most).toBe(1);
});

test("a flood of writes that are owed does not stand before webhooks", async () => {
  for (let id = 1; id <= 300; id += 1) await wakeUp.intent(1, id);
  await wakeUp.shopInbox(QUIET);
  const blocked = gate();
  const turns: unknown[] = [];
  startWorker({
    "deliver-intent": () => blocked.opened,
    "process-shop-inbox": (payload) => Promise.resolve(turns.push(payload)),
  });
  await vi.waitFor(() => expect(turns).toEqual([{ shopDomain: QUIET }]));
  expect(await waiting("deliver-intent")).toBeGreaterThan(200);
  blocked.open();
});
