import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startProcess } from "../support/processes.ts";
import type { StartedProcess } from "../support/processes.ts";
import { createTestRedis } from "../support/redis.ts";
import { TEST_SECRET } from "../support/webhooks.ts";

const WEB = "app/server.ts";
const WORKER = "app/workers/main.ts";

let testDatabase: TestDatabase;
let env: Record<string, string>;
let started: StartedProcess[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  env = {
    NODE_ENV: "test",
    DATABASE_URL: testDatabase.appUrl,
    REDIS_URL: (await createTestRedis()).url,
    SHOPIFY_APP_URL: "https://credits.test",
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: TEST_SECRET,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  };
});

afterAll(() => testDatabase.drop());

afterEach(() => {
  for (const { child } of started) child.kill("SIGKILL");
  started = [];
});

function start(file: string, changes: Readonly<Record<string, string>> = {}): StartedProcess {
  const one = startProcess(file, { ...env, ...changes });
  started.push(one);
  return one;
}

test.each([WEB, WORKER])(
  "%s names what its configuration lacks, in one line, and does not start",
  async (file) => {
    const one = start(file, { SHOPIFY_API_SECRET: "", SECRET_KEYS: "k1:not-a-key" });
    expect(await one.exit).toBe(1);
    expect(one.output()).toMatch(/SHOPIFY_API_SECRET is missing; SECRET_KEYS is no list/);
    expect(one.output().trim().split("\n")).toHaveLength(1);
    expect(one.output()).not.toContain("not-a-key");
  },
);

test("a port that is taken is said in one clear sentence", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  const one = start(WEB, { PORT: String(port) });
  expect(await one.exit).toBe(1);
  expect(one.output()).toContain(`Port ${port} is taken by another program; stop it or set PORT.`);
  taken.close();
});

test("a worker that is told to stop ends by itself, with 0", async () => {
  const one = start(WORKER);
  await one.says(/worker_started/);
  one.child.kill("SIGTERM");
  expect(await one.exit).toBe(0);
});

test("a worker without Redis and database waits for them, and stops all the same", async () => {
  const one = start(WORKER, {
    DATABASE_URL: "mysql://app:database-secret@127.0.0.1:1/credits",
    REDIS_URL: "redis://:redis-secret@127.0.0.1:1",
    SWEEP_SECONDS: "1",
  });
  await one.says(/queue_out_of_reach/);
  await one.says(/sweep_failed/);
  one.child.kill("SIGTERM");
  expect(await one.exit).toBe(0);
  expect(one.output()).not.toMatch(/database-secret|redis-secret/);
});
