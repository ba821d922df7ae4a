import { randomBytes } from "node:crypto";

import "@shopify/shopify-api/adapters/node";
import { ApiVersion, RequestedTokenType, shopifyApi } from "@shopify/shopify-api";
import type { Session } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";

import { createMysqlArrivals } from "#adapters/mysql/arrivals";
import { createMysqlCustomers } from "#adapters/mysql/customers";
import { openDatabase } from "#adapters/mysql/database";
import { createMysqlCaps } from "#adapters/mysql/caps";
import { createMysqlSystemActions } from "#adapters/mysql/system-actions";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlMemberFacts } from "#adapters/mysql/member-facts";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlMembersInBulk } from "#adapters/mysql/members-in-bulk";
import { createMysqlItemLinks } from "#adapters/mysql/item-links";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlRereads } from "#adapters/mysql/rereads";
import { createMysqlWaitingCredits } from "#adapters/mysql/waiting-credits";
import { createAdminClient } from "#adapters/shopify/admin-client";
import type { AdminClientOptions, OpenedAdmin } from "#adapters/shopify/admin-client";
import { createBulkReader } from "#adapters/shopify/bulk-reader";
import { createShopifyOrderContexts } from "#adapters/shopify/order-context";
import { createShopReader } from "#adapters/shopify/shop-reader";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";
import { DEFAULT_REREAD_POLICY } from "#core/rereading";
import { isWebhookTopic } from "#core/inbox";
import { applyCustomerEvent } from "#usecases/apply-customer-event";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { applyRefundEvent } from "#usecases/apply-refund-event";
import { applyTagsEvent } from "#usecases/apply-tags-event";
import { listenToShop } from "#usecases/listen-to-shop";
import { workOnReread } from "#usecases/work-on-reread";

import { makeSessionToken } from "../../simulators/shopify/oauth/session-token.ts";
import type { ShopEvent } from "../../simulators/shopify/operations/index.ts";
import { createOperations } from "../../simulators/shopify/operations/index.ts";
import { startShopifySimulator } from "../../simulators/shopify/server.ts";
import { createTestDatabase } from "./database.ts";
import { inboxOn } from "./inbox.ts";
import { sendShopCallsTo } from "./shop-calls.ts";

export type ShopWorld = Awaited<ReturnType<typeof createShopWorld>>;

export const SHOP = "reader.myshopify.com";
const MINUTE_MS = 60_000;

/**
 * A shop in the Shopify simulator, read over a real socket through Shopify's own library, beside a real database. Its
 * webhooks are kept in `events` and reach the app only when a test delivers them. The simulator's clock stands still
 * where the test puts it, in front of the database's.
 */
export async function createShopWorld() {
  const testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.appUrl, connections: 8 });
  const apiKey = randomBytes(8).toString("hex");
  const apiSecret = randomBytes(8).toString("hex");
  const clock = { now: new Date() };
  const simulator = await startShopifySimulator({
    apiKey,
    apiSecret,
    port: 0,
    tunnelPort: 0,
    appOrigin: "http://127.0.0.1:9",
    now: () => clock.now,
  });
  const events: ShopEvent[] = [];
  const shopify = createOperations({ store: simulator.store, emit: (event) => events.push(event) });
  sendShopCallsTo(simulator.url);
  const library = shopifyApi({
    apiKey,
    apiSecretKey: apiSecret,
    apiVersion: ApiVersion.October26,
    hostName: "app.example",
    isEmbeddedApp: true,
    logger: { level: 0 },
  });
  const sessions = new Map<string, Session>();
  const open = async (shopDomain: string): Promise<OpenedAdmin> => {
    const session = sessions.get(shopDomain);
    if (!session) throw new Error("the test's shop is not installed");
    const client = new library.clients.Graphql({ session });
    return Promise.resolve({
      async graphql(document, { variables }) {
        const answer = await client.request(document, { variables });
        return { json: () => Promise.resolve(answer) };
      },
    });
  };
  const adminClient = (options: Partial<AdminClientOptions> = {}) =>
    createAdminClient({ open, withLock: (_name, work) => work(), ...options });
  const admin = adminClient();
  const programs = createMysqlPrograms(database);
  const members = createMysqlMembers(database);
  const portsOf = (pid: number) => ({
    programs,
    members,
    customers: createMysqlCustomers(database, members),
    membersInBulk: createMysqlMembersInBulk(database),
    orders: createMysqlOrders(database),
    ledger: createMysqlLedger(database),
    waitingCredits: createMysqlWaitingCredits(database),
    earnRules: createMysqlEarnRules(database),
    caps: createMysqlCaps(database),
    systemActions: createMysqlSystemActions(database),
    memberFacts: createMysqlMemberFacts(database),
    orderContexts: createShopifyOrderContexts(admin),
    rereads: createMysqlRereads(database, { host: "test", pid }),
    arrivals: createMysqlArrivals(database),
    inbox: inboxOn(database, { pid }),
    payloads: shopifyWebhookPayloads,
    shopReader: createShopReader(admin),
    bulkReader: createBulkReader(admin),
    // why: a test that listens does so itself, at a moment of its own.
    listenNow: (_shop: { programId: number; shopId: number }): Promise<unknown> => Promise.resolve(),
    jitter: () => 0,
    onFailure: (_run: unknown, failure: unknown) => void faults.push(failure),
  });
  const faults: unknown[] = [];
  const ports = portsOf(1);

  const install = async (
    shopDomain = SHOP,
    { currency = "USD", taxesIncluded = false }: { currency?: string; taxesIncluded?: boolean } = {},
  ) => {
    const shop = shopify.createShop({ domain: shopDomain, currency, taxesIncluded, taxRateBps: 825 });
    // Points have tests of their own.
    shop.apiPointsPerSecond = 100_000;
    const sessionToken = makeSessionToken(
      { shop: shopDomain, apiKey, userId: 1, nowSeconds: Math.floor(Date.now() / 1000) },
      apiSecret,
    );
    const { session } = await library.auth.tokenExchange({
      shop: shopDomain,
      sessionToken,
      requestedTokenType: RequestedTokenType.OfflineAccessToken,
      expiring: true,
    });
    sessions.set(shopDomain, session);
    return programs.installShop({ domain: shopDomain, name: shopDomain, currency });
  };

  /** What becomes of a product's variants while no ERP is connected. */
  const learnProduct = async ({ shopDomain, body }: { shopDomain: string; body: string }): Promise<void> => {
    const shop = await programs.findShopByDomain(shopDomain);
    const told = shopifyWebhookPayloads.readProduct(body);
    if (shop && told.ok)
      await createMysqlItemLinks(database).learn(shop.programId, shop.shopId, [told.value]);
  };

  /** Applies the body of a webhook as the inbox would, and notes that it was heard. */
  const deliver = async (event: ShopEvent): Promise<void> => {
    const body = JSON.stringify(event.payload);
    const applied = { shopDomain: event.shop, body };
    if (event.topic.startsWith("orders/")) await applyOrderEvent(ports, applied);
    else if (event.topic === "refunds/create") await applyRefundEvent(ports, applied);
    else if (/^customers\/(create|update)$/.test(event.topic)) await applyCustomerEvent(ports, applied);
    else if (event.topic.startsWith("customer.tags_"))
      await applyTagsEvent(ports, { ...applied, topic: event.topic });
    else if (/^products\/(create|update)$/.test(event.topic)) await learnProduct(applied);
    else if (!isWebhookTopic(event.topic)) return;
    await ports.inbox.store({
      shopDomain: event.shop,
      webhookId: randomBytes(16).toString("hex"),
      eventId: randomBytes(16).toString("hex"),
      topic: event.topic,
      apiVersion: "2026-10",
      triggeredAt: null,
      body: Buffer.from(body),
    });
  };

  return {
    testDatabase,
    database,
    simulator,
    shopify,
    events,
    clock,
    faults,
    ports,
    portsOf,
    adminClient,
    install,
    deliver,
    /** Delivers what was emitted since the last call, except what `isLost` names; gives what was lost. */
    async deliverAll(isLost: (event: ShopEvent, index: number) => boolean = () => false) {
      const all = events.splice(0);
      const lost = all.filter(isLost);
      for (const event of all) if (!lost.includes(event)) await deliver(event);
      return lost;
    },
    /** Works on every run that is due, as a worker's timer does, until none is. */
    async readShops(use = ports, policy = DEFAULT_REREAD_POLICY): Promise<void> {
      const { signal } = new AbortController();
      await use.rereads.ensureRoutines();
      for (;;) {
        const due = await use.rereads.findDue(10);
        if (due.length === 0) return;
        for (const run of due) await workOnReread(use, { ...run, policy, signal });
      }
    },
    listen: (shop: { programId: number; shopId: number }) => listenToShop(ports, shop),
    /** Lets time go by for everything that waits in the database; the installation moves into the past. */
    async letPass(minutes: number): Promise<void> {
      await database.pool.query(
        "UPDATE reread SET due_at = due_at - INTERVAL ? MINUTE, lease_until = lease_until - INTERVAL ? MINUTE",
        [minutes, minutes],
      );
      await database.pool.query("UPDATE shop SET installed_at = installed_at - INTERVAL ? MINUTE", [minutes]);
      await database.pool.query("UPDATE reread SET since_at = since_at - INTERVAL ? MINUTE", [minutes]);
      await database.pool.query("UPDATE shop_voice SET next_look_at = next_look_at - INTERVAL ? MINUTE", [
        minutes,
      ]);
      await database.pool.query("UPDATE inbox_event SET received_at = received_at - INTERVAL ? MINUTE", [
        minutes,
      ]);
    },
    /** Puts the shop's clock so many minutes before now. */
    minutesAgo(minutes: number): void {
      clock.now = new Date(Date.now() - minutes * MINUTE_MS);
    },
    async close(): Promise<void> {
      setAbstractFetchFunc(fetch);
      await simulator.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}
