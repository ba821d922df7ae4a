import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

import { loadStaticFiles } from "../../app/ingress/static-files.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { createTestRedis } from "../support/redis.ts";
import { startTripwire } from "../support/tripwire.ts";
import { startTestWeb } from "../support/web.ts";
import type { TestWeb, TestWebOptions } from "../support/web.ts";
import { TEST_SHOP, webhookHeaders } from "../support/webhooks.ts";

let testDatabase: TestDatabase;
let redisUrl: string;
let web: TestWeb;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  redisUrl = (await createTestRedis()).url;
});

afterAll(() => testDatabase.drop());

afterEach(() => web.close());

async function start(options: Partial<TestWebOptions> = {}): Promise<void> {
  const env = { DATABASE_URL: testDatabase.appUrl, REDIS_URL: redisUrl, ...options.env };
  web = await startTestWeb({ ...options, env });
}

const get = (path: string, init: RequestInit = {}) => fetch(web.origin + path, init);

async function sendWebhook(): Promise<number> {
  const body = JSON.stringify({ id: 1, at: performance.now() });
  const response = await get("/webhooks", { method: "POST", body, headers: webhookHeaders(body) });
  await response.text();
  return response.status;
}

test("a process that runs is alive; it is ready with its build and its database", async () => {
  await start({ remix: () => Promise.resolve(new Response("page")) });
  expect((await get("/healthz")).status).toBe(200);
  expect((await get("/readyz")).status).toBe(200);
});

test("before the build is loaded it is not ready and pages wait, while webhooks are taken", async () => {
  await start({ remix: null });
  const ready = await get("/readyz");
  expect([ready.status, await ready.text()]).toEqual([503, "starting\n"]);
  expect((await get("/app")).status).toBe(503);
  await web.database.pool.query(
    `INSERT IGNORE INTO shop (program_id, domain, name, currency, state, installed_at)
     VALUES (1, ?, 'Test', 'USD', 'installed', UTC_TIMESTAMP(3))`,
    [TEST_SHOP],
  );
  expect(await sendWebhook()).toBe(200);
});

test("while Redis is away webhooks are taken all the same", async () => {
  await start({ env: { REDIS_URL: "redis://127.0.0.1:1" } });
  expect(await sendWebhook()).toBe(200);
});

test("while the database is away webhooks get 503, and 200 again when it is back", async () => {
  const address = new URL(testDatabase.appUrl);
  let reachable = true;
  const relay = await startTripwire(
    { name: "mysql", host: address.hostname, port: Number(address.port) },
    () => reachable,
  );
  address.port = String(relay.port);
  await start({ env: { DATABASE_URL: address.href }, remix: () => Promise.resolve(new Response("page")) });
  expect(await sendWebhook()).toBe(200);
  reachable = false;
  expect(await sendWebhook()).toBe(503);
  const ready = await get("/readyz");
  expect([ready.status, await ready.text()]).toEqual([503, "no database\n"]);
  reachable = true;
  expect(await sendWebhook()).toBe(200);
  // why: the driver rejects twice, once for nobody, when a connection is cut while it is being set up
  await vi.waitFor(() => expect(web.database.pool.idleConnections()).toBe(8), { timeout: 10_000 });
  await web.close();
  await relay.close();
});

test("Remix sees the public address, the method, the headers and the body", async () => {
  let seen: Request | undefined;
  let text = "";
  await start({
    remix: async (request) => {
      seen = request;
      text = await request.text();
      return new Response("made", {
        status: 201,
        headers: [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
          ["x-answer", "yes"],
        ],
      });
    },
  });
  const response = await get("/app/members?page=2", {
    method: "POST",
    body: "name=Ada",
    headers: { "x-asked": "yes", "x-forwarded-host": "evil.example" },
  });
  expect([response.status, await response.text()]).toEqual([201, "made"]);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("x-answer")).toBe("yes");
  expect(seen?.url).toBe("https://credits.test/app/members?page=2");
  expect([seen?.method, seen?.headers.get("x-asked"), text]).toEqual(["POST", "yes", "name=Ada"]);
});

test("no request line can lead Remix to another host", async () => {
  const seen: string[] = [];
  await start({
    remix: (request) => {
      seen.push(request.url);
      return Promise.resolve(new Response("page"));
    },
  });
  for (const target of ["//evil.example/x", "http://evil.example/x", "/\\evil.example/x"]) {
    await web.sendRaw(`GET ${target} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`);
  }
  expect(seen).toHaveLength(3);
  for (const url of seen) expect(new URL(url).origin).toBe("https://credits.test");
});

test("a page that is left is aborted, and one that fails gets 500 and a log line with its code", async () => {
  let aborted: Promise<unknown> = Promise.resolve();
  await start({
    remix: (request) => {
      if (request.url.endsWith("/fails")) return Promise.reject(new TypeError("secret detail"));
      aborted = new Promise((resolve) => request.signal.addEventListener("abort", resolve));
      return new Promise((_, reject) =>
        request.signal.addEventListener("abort", () => reject(new Error("left"))),
      );
    },
  });
  const leave = new AbortController();
  const left = get("/slow", { signal: leave.signal }).catch(() => "left");
  await new Promise((resolve) => web.server.once("request", resolve));
  leave.abort();
  expect(await left).toBe("left");
  await aborted;
  const failed = await get("/fails");
  expect(failed.status).toBe(500);
  expect(await failed.text()).not.toContain("secret detail");
  expect(web.log.lines).toContainEqual(
    expect.objectContaining({ level: "error", path: "/fails", code: "TypeError" }),
  );
});

test("files of the client are served with the right age, and nothing outside their folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hc-static-"));
  await mkdir(join(folder, "client", "assets"), { recursive: true });
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "client", "favicon.ico"), "icon");
  await writeFile(join(folder, "client", "assets", "root-abc.js"), "export const x = 1;\n".repeat(100));
  const staticFiles = await loadStaticFiles(join(folder, "client"));
  await start({ staticFiles, remix: () => Promise.resolve(new Response("no such page", { status: 404 })) });

  const asset = await get("/assets/root-abc.js");
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(asset.headers.get("content-encoding")).toBe("gzip");
  expect(await asset.text()).toContain("export const x = 1;");
  expect((await get("/favicon.ico")).headers.get("cache-control")).toBe("public, max-age=3600");
  for (const path of [
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
  ]) {
    const answered = await web.sendRaw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answered).toMatch(/^HTTP\/1\.1 404 /);
  }
  await rm(folder, { recursive: true });
});

test("draining lets the requests begun end, and cuts off those that do not in time", async () => {
  let finish: (response: Response) => void = () => undefined;
  await start({ remix: () => new Promise((resolve) => (finish = resolve)) });
  const begun = get("/slow");
  await new Promise((resolve) => web.server.once("request", resolve));
  const drained = web.drain(5_000);
  finish(new Response("done"));
  expect(await (await begun).text()).toBe("done");
  await drained;
  await expect(get("/healthz")).rejects.toThrow();
});

test("a request that never ends does not hold the process beyond the deadline", async () => {
  await start({ remix: () => new Promise(() => undefined) });
  const begun = get("/never").catch(() => "cut off");
  await new Promise((resolve) => web.server.once("request", resolve));
  await web.drain(50);
  expect(await begun).toBe("cut off");
});
