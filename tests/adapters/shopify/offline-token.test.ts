import { randomBytes } from "node:crypto";

import { RequestedTokenType } from "@shopify/shopify-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { createMysqlNamedLock } from "#adapters/mysql/named-lock";
import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { createAdminClient } from "#adapters/shopify/admin-client";
import type { AdminAnswer, AdminClient } from "#adapters/shopify/admin-client";
import { OfflineTokenFault, renewOfflineToken } from "#adapters/shopify/offline-token";
import { createSessionStorage } from "#adapters/shopify/session-storage";
import { createSealing } from "#adapters/system/sealing";

import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import {
  apiKey,
  apiSecret,
  control,
  sessionToken,
  shop,
  startApp,
  startDemo,
} from "../../simulators/shopify/running-simulator.ts";
import type { TestApp } from "../../simulators/shopify/running-simulator.ts";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { createShopifyLibrary, leadShopifyCallsTo } from "../../support/shopify-library.ts";

const library = createShopifyLibrary({ apiKey, apiSecret });
const sealing = createSealing([{ id: "test", key: randomBytes(32) }]);
const PROCESSES = 2;
const TRIALS = 200;

let app: TestApp;
let simulator: RunningSimulator;
let testDatabase: TestDatabase;
let databases: Database[];

/** Each has its own pool, so its locks and its rows are those of another process. */
const storages = () =>
  databases.map((database) => createSessionStorage(createMysqlShopifySessions(database), sealing));

beforeAll(async () => {
  app = await startApp();
  ({ simulator } = await startDemo(app));
  testDatabase = await createTestDatabase();
  databases = Array.from({ length: PROCESSES }, () =>
    openDatabase({ url: testDatabase.appUrl, connections: 5 }),
  );
  leadShopifyCallsTo(simulator.url);
});
afterAll(async () => {
  leadShopifyCallsTo(null);
  for (const database of databases) await database.close();
  await testDatabase.drop();
  await simulator.close();
  await app.close();
});

const refreshWith = (shopify: typeof library) => async (shopDomain: string, refreshToken: string) =>
  (await shopify.auth.refreshToken({ shop: shopDomain, refreshToken })).session;
const refresh = refreshWith(library);
/** Of a process that still runs with the secret of before a rotation. */
const refreshWithFormerSecret = refreshWith(createShopifyLibrary({ apiKey, apiSecret: "rotated-away" }));

/** A worker process: its own lock, its own connections, nothing kept from one call to the next. */
function worker(database: Database, renew = refresh): AdminClient {
  const sessions = createSessionStorage(createMysqlShopifySessions(database), sealing);
  return createAdminClient({
    withLock: createMysqlNamedLock(database),
    async open(shopDomain) {
      await renewOfflineToken({ sessions, refresh: renew }, shopDomain);
      const session = await sessions.loadSession(`offline_${shopDomain}`);
      const client = new library.clients.Graphql({ session: session! });
      return {
        async graphql(document) {
          const answer = await client.request(document);
          return { json: () => Promise.resolve(answer) };
        },
      };
    },
  });
}

const ask = (client: AdminClient): Promise<AdminAnswer<unknown>> =>
  client.run(shop, { document: "{ shop { name } }", variables: {}, data: z.unknown() });

/** What a visit of the staff brings; its token is about to expire. */
async function installWithOldToken(): Promise<void> {
  await control(simulator, "install", { shop });
  await control(simulator, "tokenLife", { seconds: 60 });
  const { session } = await library.auth.tokenExchange({
    shop,
    sessionToken: sessionToken(),
    requestedTokenType: RequestedTokenType.OfflineAccessToken,
    expiring: true,
  });
  await storages()[0]!.storeSession(session);
  await control(simulator, "tokenLife", { seconds: 3600 });
}

async function refreshes(): Promise<{ done: number; most: number }> {
  const answer = await fetch(`${simulator.url}/control/state/refreshes`);
  const { done, most } = (await answer.json()) as { done: Record<string, number>; most: number };
  return { done: done[shop] ?? 0, most };
}

describe("an offline token that is about to expire", () => {
  it("is renewed once by two workers at once, and both go on", async () => {
    await installWithOldToken();
    await control(simulator, "refreshTakes", { ms: 20 });
    const before = await refreshes();

    const answers = await Promise.all([worker(databases[0]!), worker(databases[1]!)].map(ask));

    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await refreshes()).toEqual({ done: before.done + 1, most: 1 });
    await control(simulator, "refreshTakes", { ms: 0 });
  });

  it("is renewed again when the answer was lost, and never locks the shop out", async () => {
    await installWithOldToken();
    const before = await refreshes();
    await control(simulator, "loseTokenAnswers", { count: 1 });

    const client = worker(databases[0]!);
    expect(await ask(client)).toMatchObject({ ok: false, failure: "retryable" });
    expect(await ask(client)).toMatchObject({ ok: true });

    expect((await refreshes()).done).toBe(before.done + 2);
  });

  it("is stored before it is used", async () => {
    await installWithOldToken();
    const [storage] = storages();
    const seen: (string | undefined)[] = [];
    await renewOfflineToken(
      {
        sessions: {
          loadSession: (id) => storage!.loadSession(id),
          storeSession(session) {
            seen.push(session.accessToken);
            return storage!.storeSession(session);
          },
        },
        refresh,
      },
      shop,
    );
    expect(seen).toEqual([(await storage!.loadSession(`offline_${shop}`))?.accessToken]);
  });

  it("does not replace a newer one that a visit brought meanwhile", async () => {
    await installWithOldToken();
    const [storage] = storages();
    let visited = "";
    await renewOfflineToken(
      {
        sessions: storage!,
        async refresh(shopDomain, token) {
          const renewed = await refresh(shopDomain, token);
          const { session } = await library.auth.tokenExchange({
            shop,
            sessionToken: sessionToken(),
            requestedTokenType: RequestedTokenType.OfflineAccessToken,
            expiring: true,
          });
          visited = session.accessToken!;
          await storage!.storeSession(session);
          return renewed;
        },
      },
      shop,
    );
    expect((await storage!.loadSession(`offline_${shop}`))?.accessToken).toBe(visited);
  });

  it("cannot be renewed after an uninstall, and the failure says so", async () => {
    await installWithOldToken();
    await control(simulator, "uninstall", { shop });

    const failure: unknown = await renewOfflineToken({ sessions: storages()[0]!, refresh }, shop).catch(
      (error: unknown) => error,
    );

    expect(failure).toBeInstanceOf(OfflineTokenFault);
    expect(failure).toMatchObject({ code: "offline_token_refused", retryable: false });
    expect(await ask(worker(databases[0]!))).toMatchObject({ ok: false, failure: "unauthorized" });
  });

  it("outlives a rotation of the app's secret: a process with the former one leaves it to one with the present", async () => {
    await installWithOldToken();
    const stored = () => storages()[0]!.loadSession(`offline_${shop}`);
    const before = await stored();

    const former = worker(databases[0]!, refreshWithFormerSecret);
    expect(await ask(former)).toMatchObject({ ok: false, failure: "retryable" });
    expect((await stored())?.refreshToken).toBe(before?.refreshToken);
    const both = await Promise.all([ask(former), ask(worker(databases[1]!))]);

    expect(both[1]).toMatchObject({ ok: true });
    expect((await stored())?.refreshToken).not.toBe(before?.refreshToken);
    // What was renewed serves the process with the former secret, too.
    expect(await ask(former)).toMatchObject({ ok: true });
  });

  it("is missing in a shop that never came", async () => {
    const none = renewOfflineToken({ sessions: storages()[0]!, refresh }, "nobody.myshopify.com");
    await expect(none).rejects.toMatchObject({ code: "offline_token_missing" });
  });
});

describe(`${TRIALS} seeded trials with several workers and lost answers`, () => {
  it("never have two refreshes of a shop under way, and never lock it out", async () => {
    const random = seededRandom(16);
    await installWithOldToken();
    const [storage] = storages();
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const session = await storage!.loadSession(`offline_${shop}`);
      session!.expires = new Date(Date.now() + 1_000);
      await storage!.storeSession(session!);
      const lost = random() < 0.4 ? 1 + Math.floor(random() * 2) : 0;
      await control(simulator, "loseTokenAnswers", { count: lost });
      await control(simulator, "refreshTakes", { ms: Math.floor(random() * 4) });
      const workers = Array.from({ length: 2 + Math.floor(random() * 3) }, (_, index) =>
        worker(databases[index % PROCESSES]!),
      );
      const before = (await refreshes()).done;

      let answers = await Promise.all(workers.map(ask));
      for (let again = 0; again < lost && answers.some((answer) => !answer.ok); again += 1) {
        answers = await Promise.all(workers.map(ask));
      }

      expect(answers.every((answer) => answer.ok)).toBe(true);
      const after = await refreshes();
      expect(after.most).toBe(1);
      // One for the renewal, one for each answer that was lost.
      expect(after.done - before).toBeLessThanOrEqual(lost + 1);
    }
  }, 120_000);
});
