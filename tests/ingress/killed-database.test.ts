import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { findDatabaseServer, startPrivateDatabase } from "../../scripts/bootstrap/private-database.mjs";
import { waitUntilReady } from "../../scripts/bootstrap/readiness.mjs";
import { connectToDatabase } from "../../scripts/migrate/database-address.mjs";
import { throughTripwire } from "../support/addresses.ts";
import { createTestDatabase } from "../support/database.ts";
import { createTestRedis } from "../support/redis.ts";
import { startTripwire } from "../support/tripwire.ts";
import type { Tripwire } from "../support/tripwire.ts";
import { startTestWeb } from "../support/web.ts";
import type { TestWeb } from "../support/web.ts";
import { TEST_SHOP, webhookHeaders } from "../support/webhooks.ts";

// A server of this file's own, which it may kill. Its port changes with every start, the relay's does not.

const program = findDatabaseServer();
const home = mkdtempSync(path.join(tmpdir(), "hybrid-credits-ingress-"));
const target = { name: "mysql", host: "127.0.0.1", port: 0 };
const SENDERS = 8;
let server: Awaited<ReturnType<typeof startPrivateDatabase>>;
let relay: Tripwire;
let web: TestWeb;

async function startServer(): Promise<void> {
  if (!program) return;
  server = await startPrivateDatabase(home, program);
  const { child, urls } = server;
  await waitUntilReady(child, async () => (await connectToDatabase(urls.migrationUrl, "DATABASE_URL")).end());
  target.port = Number(new URL(urls.appUrl).port);
}

beforeAll(async () => {
  if (!program) return;
  await startServer();
  relay = await startTripwire(target, () => true);
  vi.stubEnv("TEST_DATABASE_URL", throughTripwire(server.urls.appUrl, relay.port));
  vi.stubEnv("TEST_MIGRATION_DATABASE_URL", throughTripwire(server.urls.migrationUrl, relay.port));
  const { appUrl } = await createTestDatabase();
  web = await startTestWeb({ env: { DATABASE_URL: appUrl, REDIS_URL: (await createTestRedis()).url } });
  await web.wiring.installShop({ domain: TEST_SHOP, name: "Test", currency: "USD" });
});

afterAll(async () => {
  if (!program) return;
  await web.close();
  await relay.close();
  await server.child.stop();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

async function storedIds(): Promise<Set<string>> {
  const rows: { id: string }[] = await web.database.pool.query(
    "SELECT webhook_id AS id FROM inbox_event WHERE shop_domain = ?",
    [TEST_SHOP],
  );
  return new Set(rows.map(({ id }) => id));
}

it.skipIf(program === null)(
  "keeps every webhook that was acknowledged when the database is killed under load",
  async () => {
    const answers: { id: string; status: number }[] = [];
    let sent = 0;
    let isLoad = true;
    const sendOne = async (): Promise<void> => {
      sent += 1;
      const body = JSON.stringify({ id: sent });
      const headers = webhookHeaders(body);
      const { status } = await fetch(`${web.origin}/webhooks`, { method: "POST", body, headers });
      answers.push({ id: headers["x-shopify-webhook-id"] ?? "", status });
    };
    const sender = async (): Promise<void> => {
      while (isLoad) await sendOne();
    };
    const load = Promise.all(Array.from({ length: SENDERS }, sender));
    const acknowledged = () => answers.filter(({ status }) => status === 200);
    await vi.waitFor(() => expect(acknowledged().length).toBeGreaterThan(200), { timeout: 20_000 });

    process.kill(server.child.pid ?? 0, "SIGKILL");
    await server.child.exited;
    const before = answers.length;
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before + 2 * SENDERS), { timeout: 20_000 });
    // The first of each sender may have been answered before the kill was known of here.
    const whileDown = answers.slice(before + SENDERS).map(({ status }) => status);
    expect(whileDown.filter((status) => status < 500)).toEqual([]);

    await startServer();
    const known = acknowledged().length;
    await vi.waitFor(() => expect(acknowledged().length).toBeGreaterThan(known + 100), { timeout: 30_000 });
    isLoad = false;
    await load;
    const stored = await storedIds();
    expect(acknowledged().filter(({ id }) => !stored.has(id))).toEqual([]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
  },
  120_000,
);
