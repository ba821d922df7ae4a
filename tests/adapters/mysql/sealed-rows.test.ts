import { randomBytes } from "node:crypto";

import { Session } from "@shopify/shopify-api";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { createMysqlSealedRows } from "#adapters/mysql/sealed-rows";
import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { createSessionStorage } from "#adapters/shopify/session-storage";
import { createSealing } from "#adapters/system/sealing";
import type { SealingKey } from "#adapters/system/sealing";
import { resealSecrets } from "#usecases/reseal-secrets";

import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

const OLD = { id: "old", key: randomBytes(32) };
const NEW = { id: "new", key: randomBytes(32) };
const LOST = { id: "lost", key: randomBytes(32) };
const SHOPS = 450;

let world: LedgerWorld;
beforeEach(async () => {
  world = await createLedgerWorld();
});
afterEach(() => world.close());

const storage = (...keys: SealingKey[]) =>
  createSessionStorage(createMysqlShopifySessions(world.database), createSealing(keys));
const connections = (...keys: SealingKey[]) =>
  createMysqlExigoConnections(world.database, createSealing(keys));
const reseal = (...keys: SealingKey[]) =>
  resealSecrets({ sealedRows: createMysqlSealedRows(world.database, createSealing(keys)) });
const sessionOf = (shop: string) =>
  new Session({ id: `offline_${shop}`, shop, state: "", isOnline: false, accessToken: `token of ${shop}` });
const settings = () => ({
  programId: world.programId,
  baseUrl: "https://demo-api.exigo.com/3.0",
  company: "demo",
  loginName: "api",
  pointAccountId: 1,
  driftPolicy: "adopt" as const,
  driftLimitMinor: 1,
  pollSeconds: 60,
  historyUrl: null,
  historyLagSeconds: 300,
  password: "the password",
});

test("everything opens with the new key alone once it was sealed anew, and a second run changes nothing", async () => {
  for (let shop = 0; shop < SHOPS; shop += 1)
    await storage(OLD).storeSession(sessionOf(`s${shop}.myshopify.com`));
  await connections(OLD).save(settings());
  // The new key is in front, the old one opens; what is saved meanwhile is sealed with the new one.
  await storage(NEW, OLD).storeSession(sessionOf("s7.myshopify.com"));

  expect(await reseal(NEW, OLD)).toEqual({ resealed: SHOPS, unopened: 0 });

  const alone = storage(NEW);
  for (const shop of ["s0", "s7", `s${SHOPS - 1}`]) {
    const session = await alone.loadSession(`offline_${shop}.myshopify.com`);
    expect(session?.accessToken).toBe(`token of ${shop}.myshopify.com`);
  }
  expect((await connections(NEW).find(world.programId))?.password).toBe("the password");
  expect(await reseal(NEW, OLD)).toEqual({ resealed: 0, unopened: 0 });
});

test("what no key opens is counted and left as it is", async () => {
  await storage(LOST).storeSession(sessionOf("lost.myshopify.com"));
  await storage(OLD).storeSession(sessionOf("kept.myshopify.com"));

  expect(await reseal(NEW, OLD)).toEqual({ resealed: 1, unopened: 1 });

  expect(await storage(LOST).loadSession("offline_lost.myshopify.com")).toBeDefined();
});
