import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { findRedisServer, startPrivateRedis } from "../../scripts/bootstrap/private-redis.mjs";
import { waitUntilReady } from "../../scripts/bootstrap/readiness.mjs";
import { pingRedis } from "../../scripts/bootstrap/redis-ping.mjs";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startInboxApp } from "../support/inbox-app.ts";
import type { InboxApp } from "../support/inbox-app.ts";
import { startTripwire } from "../support/tripwire.ts";
import type { Tripwire } from "../support/tripwire.ts";

// A Redis of this file's own, which it may kill. Its port changes with every start, the relay's does not.

const server = findRedisServer();
const home = mkdtempSync(path.join(tmpdir(), "hybrid-credits-redis-"));
const target = { name: "redis", host: "127.0.0.1", port: 0 };
let redis: Awaited<ReturnType<typeof startPrivateRedis>>;
let relay: Tripwire;
let testDatabase: TestDatabase;
let app: InboxApp;
let sent = 0;

async function startRedis(): Promise<void> {
  if (!server) return;
  redis = await startPrivateRedis(home, server);
  await waitUntilReady(redis.child, () => pingRedis(redis.url));
  target.port = Number(new URL(redis.url).port);
}

async function killRedis(): Promise<void> {
  process.kill(redis.child.pid ?? 0, "SIGKILL");
  await redis.child.exited;
}

beforeAll(async () => {
  if (!server) return;
  await startRedis();
  relay = await startTripwire(target, () => true);
});

beforeEach(async () => {
  testDatabase = await createTestDatabase();
});

afterEach(async () => {
  await app?.close();
  await testDatabase.drop();
});

afterAll(async () => {
  if (!server) return;
  await relay.close();
  await redis.child.stop();
  rmSync(home, { recursive: true, force: true });
});

async function start(sweepSeconds: number): Promise<void> {
  app = await startInboxApp({
    databaseUrl: testDatabase.appUrl,
    redisUrl: `redis://127.0.0.1:${relay.port}`,
    env: { SWEEP_SECONDS: String(sweepSeconds) },
  });
}

/** Sends webhooks whose topic has no effect; each must be acknowledged. */
async function send(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    sent += 1;
    const body = JSON.stringify({ id: sent });
    expect(await app.send(body, { "x-shopify-topic": "orders/edited" })).toBe(200);
  }
}

async function waiting(): Promise<number> {
  return (await app.events()).filter(({ state }) => state !== "done").length;
}

const allAreDone = () =>
  vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 20_000, interval: 50 });

/** Both connections to Redis take a moment to come back; one event that is woken for takes all that wait along. */
const wakeUpArrives = () =>
  vi.waitFor(
    async () => {
      await send(1);
      await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 500, interval: 20 });
    },
    { timeout: 20_000 },
  );

test.skipIf(server === null)(
  "Redis is killed and comes back: all is acknowledged and done meanwhile, and the same process is woken again",
  async () => {
    await start(1);
    await send(10);
    await killRedis();
    await send(40);
    await allAreDone();
    await startRedis();
    await send(10);
    await allAreDone();
    await app.close();

    // Without sweeps only a wake-up brings events to the worker.
    await start(9_999);
    await wakeUpArrives();
    await killRedis();
    await send(5);
    await startRedis();
    await wakeUpArrives();
    expect((await app.events()).every(({ attempts }) => attempts === 1)).toBe(true);
  },
  60_000,
);

test.skipIf(server === null)(
  "Redis is emptied again and again under load, and nothing is lost or done twice",
  async () => {
    await start(1);
    const load = send(300);
    const other = new Redis(redis.url);
    for (let times = 0; times < 20; times += 1) {
      await other.flushall();
      await send(5);
    }
    other.disconnect();
    await load;
    await allAreDone();
    const events = await app.events();
    expect(events).toHaveLength(400);
    expect(events.every(({ attempts }) => attempts === 1)).toBe(true);
  },
  60_000,
);
