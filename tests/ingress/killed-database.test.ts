import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { createTestDatabase } from "../support/database.ts";
import { canKillDatabase, startKillableDatabase } from "../support/killable-database.ts";
import type { KillableDatabase } from "../support/killable-database.ts";
import { createTestRedis } from "../support/redis.ts";
import { startTestWeb } from "../support/web.ts";
import type { TestWeb } from "../support/web.ts";
import { TEST_SHOP, webhookHeaders } from "../support/webhooks.ts";

const SENDERS = 8;
let server: KillableDatabase;
let web: TestWeb;

beforeAll(async () => {
  if (!canKillDatabase) return;
  server = await startKillableDatabase();
  const { appUrl } = await createTestDatabase();
  web = await startTestWeb({ env: { DATABASE_URL: appUrl, REDIS_URL: (await createTestRedis()).url } });
  await web.wiring.installShop({ domain: TEST_SHOP, name: "Test", currency: "USD" });
});

afterAll(async () => {
  if (!canKillDatabase) return;
  await web.close();
  await server.remove();
});

async function storedIds(): Promise<Set<string>> {
  const rows: { id: string }[] = await web.database.pool.query(
    "SELECT webhook_id AS id FROM inbox_event WHERE shop_domain = ?",
    [TEST_SHOP],
  );
  return new Set(rows.map(({ id }) => id));
}

it.skipIf(!canKillDatabase)(
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

    await server.kill();
    const before = answers.length;
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before + 2 * SENDERS), { timeout: 20_000 });
    // The first of each sender may have been answered before the kill was known of here.
    const whileDown = answers.slice(before + SENDERS).map(({ status }) => status);
    expect(whileDown.filter((status) => status < 500)).toEqual([]);

    await server.start();
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
