import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { createTestRedis } from "../support/redis.ts";
import { startTestWeb } from "../support/web.ts";
import type { TestWeb } from "../support/web.ts";
import { signatureOf, TEST_SHOP, webhookHeaders } from "../support/webhooks.ts";

const PREVIOUS_SECRET = "shpss_before_the_rotation";
const OTHER_SHOP = "other.myshopify.com";
const HMAC = "x-shopify-hmac-sha256";

let testDatabase: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  web = await startTestWeb({
    env: {
      DATABASE_URL: testDatabase.appUrl,
      REDIS_URL: (await createTestRedis()).url,
      SHOPIFY_API_SECRET_PREVIOUS: PREVIOUS_SECRET,
    },
  });
  for (const domain of [TEST_SHOP, OTHER_SHOP]) {
    await web.database.pool.query(
      `INSERT INTO shop (program_id, domain, name, currency, state, installed_at)
       VALUES (1, ?, 'Test', 'USD', 'installed', UTC_TIMESTAMP(3))`,
      [domain],
    );
  }
});

afterAll(async () => {
  await web.close();
  await testDatabase.drop();
});

beforeEach(() => web.database.pool.query("DELETE FROM inbox_event"));

const freshBody = () => JSON.stringify({ id: 1, note: randomUUID() });

async function send(body: string, headers = webhookHeaders(body), path = "/webhooks"): Promise<number> {
  const response = await fetch(web.origin + path, { method: "POST", body, headers });
  await response.text();
  return response.status;
}

async function rows(): Promise<number> {
  const [row]: { total: number }[] = await web.database.pool.query(
    "SELECT COUNT(*) AS total FROM inbox_event",
  );
  return row?.total ?? -1;
}

async function expectRefused(status: number, answered: Promise<number>): Promise<void> {
  expect(await answered).toBe(status);
  expect(await rows()).toBe(0);
}

describe("what is accepted", () => {
  test("a signed webhook is stored as it came and answered with 200", async () => {
    const body = '{"id":5, "title":"Caf\u00e9 \ud83d\ude00"}';
    const headers = webhookHeaders(body, { "x-shopify-event-id": "event-1" });
    expect(await send(body, headers)).toBe(200);
    const [row]: Record<string, unknown>[] = await web.database.pool.query("SELECT * FROM inbox_event");
    expect(row).toMatchObject({
      shop_domain: TEST_SHOP,
      event_id: "event-1",
      webhook_id: headers["x-shopify-webhook-id"],
      topic: "orders/create",
      api_version: "2026-10",
      state: "due",
      attempts: 0,
    });
    const claimed = await web.wiring.adapters.inbox.claim(TEST_SHOP, Number(row?.["id"]));
    expect(claimed?.openBody()).toBe(body);
    expect((row?.["triggered_at"] as Date).toISOString()).toBe("2026-11-20T12:00:00.123Z");
  });

  test("any path below /webhooks takes webhooks", async () => {
    const body = freshBody();
    expect(await send(body, webhookHeaders(body), "/webhooks/orders/create?x=1")).toBe(200);
  });

  test("Shopify's newer header names are understood", async () => {
    const body = freshBody();
    const renamed = Object.entries(webhookHeaders(body)).map(([name, value]) => [
      name.replace(/^x-/, ""),
      value,
    ]);
    expect(await send(body, Object.fromEntries(renamed))).toBe(200);
  });

  test("the secret of before a rotation still signs", async () => {
    const body = freshBody();
    expect(await send(body, webhookHeaders(body, { [HMAC]: signatureOf(body, PREVIOUS_SECRET) }))).toBe(200);
  });

  test("twenty parallel deliveries of one webhook leave one row and are all acknowledged", async () => {
    const body = freshBody();
    const headers = webhookHeaders(body);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(body, headers)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await rows()).toBe(1);
  });

  test("the same event on a second subscription is acknowledged and not stored again", async () => {
    const body = freshBody();
    const headers = webhookHeaders(body);
    await send(body, headers);
    expect(await send(body, { ...headers, "x-shopify-webhook-id": randomUUID() })).toBe(200);
    expect(await rows()).toBe(1);
  });

  test("a second uninstall looks like the first and is stored all the same", async () => {
    const body = JSON.stringify({ id: 1, myshopify_domain: TEST_SHOP });
    expect(await send(body, webhookHeaders(body, { "x-shopify-topic": "app/uninstalled" }))).toBe(200);
    expect(await send(body, webhookHeaders(body, { "x-shopify-topic": "app/uninstalled" }))).toBe(200);
    expect(await rows()).toBe(2);
  });
});

describe("what is refused and leaves no trace", () => {
  const body = freshBody();
  const good = signatureOf(body);
  const signatures: [string, string | null][] = [
    ["wrong", signatureOf(`${body} `)],
    ["of another secret", signatureOf(body, "another")],
    ["missing", null],
    ["empty", ""],
    ["short", good.slice(0, 20)],
    ["long", `${good}AAAA`],
    ["not base64", `${"!".repeat(43)}=`],
    ["in hex", Buffer.from(good, "base64").toString("hex")],
    ["with a space", ` ${good.slice(0, 42)} =`],
    ["repeated in one header", `${good}, ${good}`],
  ];

  test.each(signatures)("a signature that is %s gets 401", async (_, signature) => {
    await expectRefused(401, send(body, webhookHeaders(body, { [HMAC]: signature })));
  });

  test("a signature that comes twice gets 401, under one name or under both", async () => {
    const { [HMAC]: signature = "", ...rest } = webhookHeaders(body);
    await expectRefused(401, send(body, { ...rest, [HMAC]: signature, "shopify-hmac-sha256": signature }));
    const lines = Object.entries(rest).map(([name, value]) => `${name}: ${value}`);
    const twice = `${HMAC}: ${signature}\r\n${HMAC}: ${signature}`;
    const answered = await web.sendRaw(
      `POST /webhooks HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${lines.join("\r\n")}\r\n${twice}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    expect(answered).toMatch(/^HTTP\/1\.1 401 /);
    expect(await rows()).toBe(0);
  });

  const malformed: [string, Record<string, string | null>, number][] = [
    ["no topic", { "x-shopify-topic": null }, 400],
    ["a topic nobody subscribed to", { "x-shopify-topic": "orders/imagined" }, 400],
    ["a topic in another alphabet", { "x-shopify-topic": "orders/create'--" }, 400],
    ["no shop", { "x-shopify-shop-domain": null }, 400],
    ["a shop outside myshopify.com", { "x-shopify-shop-domain": "test.myshopify.com.evil.example" }, 400],
    ["a shop with a path", { "x-shopify-shop-domain": "test.myshopify.com/x" }, 400],
    ["a shop that never installed", { "x-shopify-shop-domain": "stranger.myshopify.com" }, 401],
    ["no delivery id", { "x-shopify-webhook-id": null }, 400],
    ["a delivery id that is too long", { "x-shopify-webhook-id": "a".repeat(65) }, 400],
    ["a delivery id with odd characters", { "x-shopify-webhook-id": "a b" }, 400],
    ["an event id with odd characters", { "x-shopify-event-id": "é" }, 400],
    ["an odd version", { "x-shopify-api-version": "newest" }, 400],
  ];

  test.each(malformed)("%s", async (_, changes, status) => {
    await expectRefused(status, send(body, webhookHeaders(body, changes)));
  });

  test("a body longer than five megabytes gets 413, announced or not", async () => {
    const large = "x".repeat(5 * 1024 * 1024 + 1);
    await expectRefused(413, send(large));
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(large));
        controller.close();
      },
    });
    const streamed = await fetch(`${web.origin}/webhooks`, {
      method: "POST",
      headers: webhookHeaders(large),
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(await rows()).toBe(0);
  });

  test("a body that ends before its announced length gets 400, even when its signature holds", async () => {
    const lines = Object.entries(webhookHeaders(body)).map(([name, value]) => `${name}: ${value}`);
    const answered = await web.sendRaw(
      `POST /webhooks HTTP/1.1\r\nhost: x\r\n${lines.join("\r\n")}\r\n` +
        `content-length: ${Buffer.byteLength(body) + 10}\r\n\r\n${body}`,
    );
    expect(answered).toMatch(/^HTTP\/1\.1 400 /);
    expect(await rows()).toBe(0);
  });

  test("other methods get 405", async () => {
    expect((await fetch(`${web.origin}/webhooks`)).status).toBe(405);
  });
});

describe("replays", () => {
  test("a captured body under new ids gets 400, under another shop 401, and is stored once", async () => {
    const body = freshBody();
    expect(await send(body)).toBe(200);
    expect(await send(body)).toBe(400);
    expect(await send(body, webhookHeaders(body, { "x-shopify-shop-domain": OTHER_SHOP }))).toBe(401);
    expect(await rows()).toBe(1);
  });

  test("a captured uninstall cannot be sent in another shop's name", async () => {
    const body = JSON.stringify({ id: 1, myshopify_domain: TEST_SHOP });
    const headers = webhookHeaders(body, {
      "x-shopify-topic": "app/uninstalled",
      "x-shopify-shop-domain": OTHER_SHOP,
    });
    await expectRefused(401, send(body, headers));
  });
});

test("the access log holds paths without their queries, and no body", async () => {
  const body = freshBody();
  await send(body, webhookHeaders(body), "/webhooks?id_token=secret-token");
  const text = JSON.stringify(web.log.lines);
  expect(web.log.lines).toContainEqual(expect.objectContaining({ path: "/webhooks", status: 200 }));
  expect(text).not.toContain("secret-token");
  expect(text).not.toContain(JSON.parse(body).note);
});
