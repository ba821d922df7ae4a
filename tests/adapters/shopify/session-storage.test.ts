import { randomBytes } from "node:crypto";

import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { createSessionStorage } from "#adapters/shopify/session-storage";
import type { SessionRows, StoredSession } from "#adapters/shopify/session-storage";
import { createSealing } from "#adapters/system/sealing";

import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";

const shop = "shop-a.myshopify.com";
const key = { id: "test", key: randomBytes(32) };
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

const offline = (fields: Partial<ConstructorParameters<typeof Session>[0]> = {}) =>
  new Session({
    id: `offline_${shop}`,
    shop,
    state: "",
    isOnline: false,
    scope: "read_orders,write_customers",
    accessToken: "shpat_canary_access",
    expires: later(60),
    refreshToken: "shprt_canary_refresh",
    refreshTokenExpires: later(90 * 24 * 60),
    ...fields,
  });

const online = new Session({
  id: `${shop}_4711`,
  shop,
  state: "state",
  isOnline: true,
  scope: "read_orders",
  accessToken: "shpua_canary_online",
  expires: later(60),
  onlineAccessInfo: {
    expires_in: 3600,
    associated_user_scope: "read_orders",
    associated_user: {
      id: 4711,
      first_name: "Ada",
      last_name: "Okafor",
      email: "ada@example.com",
      email_verified: true,
      account_owner: true,
      locale: "en",
      collaborator: false,
    },
  },
});

/** The honest fake of the table. */
function createInMemoryRows(): SessionRows {
  const rows = new Map<string, StoredSession>();
  return {
    save: (session) => Promise.resolve(void rows.set(session.id, session)),
    find: (id) => Promise.resolve(rows.get(id) ?? null),
    findOfShop: (domain) => Promise.resolve([...rows.values()].filter((row) => row.shopDomain === domain)),
    delete: (ids) => Promise.resolve(ids.forEach((id) => rows.delete(id))),
  };
}

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase({ url: testDatabase.appUrl, connections: 4 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const tables: Record<string, () => SessionRows> = {
  memory: createInMemoryRows,
  MySQL: () => createMysqlShopifySessions(database),
};

describe.each(Object.keys(tables))("session storage in %s", (name) => {
  let rows: SessionRows;
  let storage: SessionStorage;

  beforeEach(async () => {
    await database.pool.query("DELETE FROM shopify_session");
    rows = tables[name]!();
    storage = createSessionStorage(rows, createSealing([key]));
  });

  test("gives back every field of an offline and an online session", async () => {
    for (const session of [offline(), online]) {
      expect(await storage.storeSession(session)).toBe(true);
      const loaded = await storage.loadSession(session.id);
      expect(loaded).toBeInstanceOf(Session);
      expect(loaded?.toObject()).toEqual(session.toObject());
      expect(loaded?.equals(session)).toBe(true);
    }
  });

  test("gives back a session that has only what it must have", async () => {
    const bare = new Session({ id: "bare", shop, state: "", isOnline: false });

    await storage.storeSession(bare);

    expect((await storage.loadSession("bare"))?.toObject()).toEqual(bare.toObject());
  });

  test("replaces a session of the same id, also when two are stored at once", async () => {
    await Promise.all(
      [offline(), offline({ accessToken: "second" })].map((each) => storage.storeSession(each)),
    );
    await storage.storeSession(offline({ accessToken: "third" }));

    expect((await storage.loadSession(`offline_${shop}`))?.accessToken).toBe("third");
    expect(await storage.findSessionsByShop(shop)).toHaveLength(1);
  });

  test("finds the sessions of a shop and no other's", async () => {
    await storage.storeSession(offline());
    await storage.storeSession(online);
    await storage.storeSession(offline({ id: "offline_b", shop: "shop-b.myshopify.com" }));

    const found = await storage.findSessionsByShop(shop);

    expect(found.map((session) => session.id).sort()).toEqual([`offline_${shop}`, `${shop}_4711`].sort());
    expect(await storage.findSessionsByShop("shop-c.myshopify.com")).toEqual([]);
  });

  test("deletes one, several or none", async () => {
    await storage.storeSession(offline());
    await storage.storeSession(online);

    expect(await storage.deleteSession("never-stored")).toBe(true);
    expect(await storage.deleteSessions([])).toBe(true);
    expect(await storage.deleteSession(online.id)).toBe(true);
    expect(await storage.loadSession(online.id)).toBeUndefined();
    await storage.deleteSessions([`offline_${shop}`, "never-stored"]);
    expect(await storage.findSessionsByShop(shop)).toEqual([]);
  });

  test("counts a session that was moved or sealed with a lost key as none", async () => {
    await storage.storeSession(offline());
    const stored = await rows.find(`offline_${shop}`);
    await rows.save({ ...stored!, id: "offline_b", shopDomain: "shop-b.myshopify.com" });

    expect(await storage.loadSession("offline_b")).toBeUndefined();
    const afterKeyLoss = createSessionStorage(rows, createSealing([{ id: "new", key: randomBytes(32) }]));
    expect(await afterKeyLoss.loadSession(`offline_${shop}`)).toBeUndefined();
  });

  test("keeps a shop refreshable when a refresh answer lacks its expiry", async () => {
    await storage.storeSession(offline());
    const { expires: _, refreshToken: __, refreshTokenExpires: ___, ...bare } = offline().toObject();

    await storage.storeSession(new Session({ ...bare, accessToken: "renewed" }));

    const loaded = await storage.loadSession(`offline_${shop}`);
    expect(loaded?.accessToken).toBe("renewed");
    expect(loaded?.refreshToken).toBe("shprt_canary_refresh");
    expect(loaded?.isExpired()).toBe(false);
    expect(loaded?.expires?.getTime()).toBeLessThanOrEqual(later(60).getTime());
  });
});

test("keeps no token in the clear in any column of the table", async () => {
  const storage = createSessionStorage(createMysqlShopifySessions(database), createSealing([key]));
  await storage.storeSession(offline());
  await storage.storeSession(online);

  const found: Record<string, unknown>[] = await database.pool.query("SELECT * FROM shopify_session");

  const everything = found
    .flatMap((row) => Object.values(row))
    .map((value) => (Buffer.isBuffer(value) ? value.toString("latin1") : String(value)))
    .join("\n");
  expect(found).toHaveLength(2);
  expect(everything).not.toContain("canary");
  expect(everything).not.toContain("ada@example.com");
});
