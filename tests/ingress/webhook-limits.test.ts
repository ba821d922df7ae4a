import { connect } from "node:net";
import type { Socket } from "node:net";

import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { createTestRedis } from "../support/redis.ts";
import { startTestWeb } from "../support/web.ts";
import type { TestWeb } from "../support/web.ts";
import { signatureOf, TEST_SECRET, TEST_SHOP, webhookHeaders } from "../support/webhooks.ts";

const PREVIOUS_SECRET = "shpss_before_the_rotation";
const HMAC = "x-shopify-hmac-sha256";

let testDatabase: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});

afterAll(() => testDatabase.drop());

beforeEach(async () => {
  web = await startTestWeb({
    env: {
      DATABASE_URL: testDatabase.appUrl,
      REDIS_URL: (await createTestRedis()).url,
      SHOPIFY_API_SECRET_PREVIOUS: PREVIOUS_SECRET,
    },
  });
  await web.database.pool.query("DELETE FROM inbox_event");
  await web.database.pool.query(
    `INSERT IGNORE INTO shop (program_id, domain, name, currency, state, installed_at)
     VALUES (1, ?, 'Test', 'USD', 'installed', UTC_TIMESTAMP(3))`,
    [TEST_SHOP],
  );
});

afterEach(() => web.close());

async function send(body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${web.origin}/webhooks`, { method: "POST", body, headers });
  await response.text();
  return response.status;
}

async function rows(): Promise<number> {
  const [row]: { total: number }[] = await web.database.pool.query(
    "SELECT COUNT(*) AS total FROM inbox_event WHERE shop_domain = ?",
    [TEST_SHOP],
  );
  return row?.total ?? -1;
}

test("while the secret is rotated, what either secret signed is stored, none is refused", async () => {
  const bodies = Array.from({ length: 200 }, (_, index) => JSON.stringify({ id: index + 1 }));
  const answers = await Promise.all(
    bodies.map((body, index) => {
      const secret = index % 2 === 0 ? TEST_SECRET : PREVIOUS_SECRET;
      return send(body, webhookHeaders(body, { [HMAC]: signatureOf(body, secret) }));
    }),
  );
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(await rows()).toBe(200);
});

test("headers are text from outside: whatever they hold, the answer is a refusal and no row is written", async () => {
  const body = JSON.stringify({ id: 1 });
  const names = ["topic", "shop-domain", "webhook-id", "event-id", "api-version", "hmac-sha256"] as const;
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."'\"`;-/\\%<>(){}$.:, \tÿ0aZ") }),
    fc.string({ unit: "grapheme-ascii", maxLength: 200 }),
    fc.constantFrom(
      "orders/create'--",
      "../../etc/passwd",
      "${jndi:x}",
      "a".repeat(4_000),
      TEST_SHOP + "\u00a0",
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), text, async (name, value) => {
      const honest = webhookHeaders(body);
      const trimmed = value.trim();
      fc.pre(trimmed !== honest[`x-shopify-${name}`] && !/^[A-Za-z0-9-]{1,64}$/.test(trimmed));
      const lines = Object.entries({ ...honest, [`x-shopify-${name}`]: value.replace(/[\r\n\0]/g, "") });
      const answered = await web.sendRaw(
        `POST /webhooks HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${lines.map((line) => line.join(": ")).join("\r\n")}` +
          `\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      expect(answered).toMatch(/^HTTP\/1\.1 4\d\d /);
    }),
    { numRuns: 150 },
  );
  expect(await rows()).toBe(0);
  const body2 = JSON.stringify({ id: 2 });
  expect(await send(body2, webhookHeaders(body2))).toBe(200);
});

test("who keeps sending what nobody signed is not listened to any more; Shopify's own are", async () => {
  const attacker = { "x-forwarded-for": "203.0.113.66" };
  const body = JSON.stringify({ id: 3 });
  const forged = { ...webhookHeaders(body, { [HMAC]: signatureOf(body, "guessed") }), ...attacker };
  const answers = await Promise.all(Array.from({ length: 120 }, () => send(body, forged)));
  expect(new Set(answers)).toEqual(new Set([401, 429]));
  expect(await send(body, { ...webhookHeaders(body), ...attacker })).toBe(429);
  expect(await send(body, { ...webhookHeaders(body), "x-forwarded-for": "198.51.100.1" })).toBe(200);
});

test("a replay raises an alarm that names the delivery and no content", async () => {
  const body = JSON.stringify({ id: 4, email: "canary@shop.example" });
  await send(body, webhookHeaders(body));
  const replayed = webhookHeaders(body);
  expect(await send(body, replayed)).toBe(400);
  const alarms = web.log.lines.filter(({ event }) => event === "webhook_replayed");
  expect(alarms).toMatchObject([
    { level: "error", shop: TEST_SHOP, webhook: replayed["x-shopify-webhook-id"], other_shop: false },
  ]);
  expect(JSON.stringify(web.log.lines)).not.toContain("canary");
});

test("senders that drip their bytes are cut off and keep nobody waiting", async () => {
  web.server.headersTimeout = 200;
  web.server.requestTimeout = 400;
  const body = JSON.stringify({ id: 5 });
  const head = Object.entries(webhookHeaders(body)).map((line) => line.join(": "));
  const begin = `POST /webhooks HTTP/1.1\r\nhost: x\r\n${head.join("\r\n")}\r\n`;
  const dripping = [
    ...Array.from({ length: 100 }, () => drip("POST /webhooks HTTP/1.1\r\nhost:")),
    ...Array.from({ length: 100 }, () => drip(`${begin}content-length: 1000\r\n\r\n{`)),
  ];
  expect(await send(body, webhookHeaders(body))).toBe(200);
  const answers = await Promise.all(dripping);
  expect(answers.filter((text) => text !== "" && !/^HTTP\/1\.1 4\d\d /.test(text))).toEqual([]);
  expect(await rows()).toBe(1);
});

/** Sends a beginning and never its end; resolves with what it was told when the server hangs up. */
function drip(beginning: string): Promise<string> {
  return new Promise((resolve) => {
    let answered = "";
    const socket: Socket = connect({ port: web.port, host: "127.0.0.1" }, () => socket.write(beginning));
    socket.setEncoding("utf8");
    socket.on("data", (piece: string) => (answered += piece));
    socket.on("error", () => resolve(answered));
    socket.on("close", () => resolve(answered));
  });
}
