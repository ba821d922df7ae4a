import { randomBytes } from "node:crypto";

import { Session } from "@shopify/shopify-api";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { createSessionStorage } from "#adapters/shopify/session-storage";
import { createSealing } from "#adapters/system/sealing";

import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { startProcess } from "../../support/processes.ts";

const OLD = { id: "old", key: randomBytes(32) };
const NEW = { id: "new", key: randomBytes(32) };
const SHOP = "rotates.myshopify.com";

let testDatabase: TestDatabase;
let database: Database;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 2 });
});
afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

const storage = (key: typeof OLD) =>
  createSessionStorage(createMysqlShopifySessions(database), createSealing([key]));

async function run(keys: readonly (typeof OLD)[]): Promise<{ code: number | null; said: string }> {
  const { exit, output } = startProcess("scripts/secrets-reseal.ts", {
    DATABASE_URL: testDatabase.appUrl,
    REDIS_URL: "redis://127.0.0.1:1",
    SHOPIFY_APP_URL: "https://credits.test",
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: "secret",
    SECRET_KEYS: keys.map(({ id, key }) => `${id}:${key.toString("base64")}`).join(","),
  });
  return { code: await exit, said: output() };
}

test("the command seals what is stored with the first key, and says when something opens with none", async () => {
  const session = new Session({
    id: `offline_${SHOP}`,
    shop: SHOP,
    state: "",
    isOnline: false,
    accessToken: "shpat_canary",
  });
  await storage(OLD).storeSession(session);

  const withoutOld = await run([NEW]);
  expect(withoutOld).toMatchObject({ code: 1, said: expect.stringContaining("1 could not be opened") });
  const rotated = await run([NEW, OLD]);

  expect(rotated).toMatchObject({ code: 0, said: expect.stringContaining("1 sealed anew") });
  expect((await storage(NEW).loadSession(session.id))?.accessToken).toBe("shpat_canary");
  expect(withoutOld.said + rotated.said).not.toContain("canary");
});
