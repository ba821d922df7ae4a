import { beforeEach, describe, expect, it } from "vitest";

import { createAdminClient } from "#adapters/shopify/admin-client";
import type { OpenedAdmin } from "#adapters/shopify/admin-client";
import { createShopReader } from "#adapters/shopify/shop-reader";
import type { ShopReader } from "#usecases/ports/shop-reader";

import { createAdminApi } from "../../../simulators/shopify/admin-api/admin-api.ts";
import type { AdminApi } from "../../../simulators/shopify/admin-api/admin-api.ts";
import type { ApiContext } from "../../../simulators/shopify/admin-api/context.ts";
import { createThrottle } from "../../../simulators/shopify/admin-api/throttle.ts";
import type { Throttle } from "../../../simulators/shopify/admin-api/throttle.ts";
import { createOperations } from "../../../simulators/shopify/operations/index.ts";
import { appIdentity, createStore } from "../../../simulators/shopify/state/store.ts";
import type { Store } from "../../../simulators/shopify/state/store.ts";

const SHOPS = ["one.myshopify.com", "two.myshopify.com"] as const;
const [ONE, TWO] = SHOPS;
const range = { since: null, until: "2100-01-01T00:00:00.000Z" };

/** Milliseconds that pass only while somebody waits. */
let now: number;
let throttle: Throttle;
let store: Store;
let api: AdminApi;
/** Points that answers used, calls that were refused for want of points, and milliseconds waited, by shop. */
let used: Record<string, { points: number; throttled: number; answered: number }>;
let orderIds: string[];
/** What happens before each call. */
let beforeCall: (shopDomain: string) => void;

beforeEach(() => {
  now = 0;
  beforeCall = () => undefined;
  throttle = createThrottle(() => now);
  api = createAdminApi(throttle);
  store = createStore({ app: appIdentity({ apiKey: "key", handle: "app", title: "App" }) });
  used = Object.fromEntries(SHOPS.map((shop) => [shop, { points: 0, throttled: 0, answered: 0 }]));
  const shopify = createOperations({ store, emit: () => undefined });
  orderIds = SHOPS.flatMap((shop) => {
    shopify.createShop({ domain: shop });
    return Array.from({ length: 20 }, () => {
      const lines = [{ title: "Mug", price: "10.00", quantity: 1 }];
      return String(shopify.placeOrder({ shop, customerId: null, lines, pay: true }).id);
    });
  });
});

/** What the library throws when Shopify answers with errors. */
class GraphqlQueryError extends Error {
  readonly body: unknown;
  constructor(answer: { errors?: unknown[]; extensions?: unknown }) {
    super("GraphQL errors");
    this.body = { errors: { graphQLErrors: answer.errors }, extensions: answer.extensions };
  }
}

function open(shopDomain: string): Promise<OpenedAdmin> {
  const shop = store.shop(shopDomain);
  if (!shop) throw new Error("there is no such shop");
  // why: bulk operations and configuration play no part in a query's points.
  const context = { store, shop, scopes: ["read_orders", "read_customers"] } as unknown as ApiContext;
  return Promise.resolve({
    async graphql(query, { variables }) {
      beforeCall(shopDomain);
      const answer = (await api.run(context, { query, variables })) as {
        data?: unknown;
        errors?: { extensions?: { code?: string } }[];
        extensions: { cost: { actualQueryCost: number | null } };
      };
      const count = used[shopDomain];
      if (!count) throw new Error("there is no such shop");
      if (answer.errors) {
        expect(answer.errors[0]?.extensions?.code).toBe("THROTTLED");
        count.throttled += 1;
        throw new GraphqlQueryError(answer);
      }
      count.answered += 1;
      count.points += answer.extensions.cost.actualQueryCost ?? 0;
      return { json: () => Promise.resolve(answer) };
    },
  });
}

const reader = (patienceMs: number): ShopReader =>
  createShopReader(
    createAdminClient({
      open,
      withLock: (_name, work) => work(),
      now: () => now,
      sleep: (milliseconds) => Promise.resolve((now += milliseconds)),
      patienceMs,
    }),
  );

/** Reads until so many calls have been answered; gives how many were given up. */
async function readOften(use: ShopReader, shopDomain: string, calls: number): Promise<number> {
  let failed = 0;
  for (let call = 0; call < calls; call += 1) {
    const from = (call * 5) % 20;
    const read =
      call % 2 === 0
        ? await use.listOrders(shopDomain, range, null)
        : await use.readOrders(shopDomain, orderIds.slice(from, from + 5));
    if (!read.ok) failed += 1;
  }
  return failed;
}

describe("a reader under Shopify's throttle", () => {
  it("spends at least nine tenths of the points there are, and no call fails", async () => {
    const capacity = throttle.status(ONE, 100).maximumAvailable;
    expect(await readOften(reader(60_000), ONE, 400)).toBe(0);
    const there = capacity + (now / 1_000) * 100;
    expect(now).toBeGreaterThan(0);
    expect((used[ONE]?.points ?? 0) / there).toBeGreaterThanOrEqual(0.9);
  });

  it("does so in a storm of other calls with half the budget, and asks hardly ever in vain", async () => {
    let calls = 0;
    let lost = 0;
    beforeCall = (shopDomain) => {
      calls += 1;
      if (calls % 25 !== 0) return;
      lost += throttle.status(shopDomain, 50).currentlyAvailable;
      throttle.empty(shopDomain);
    };
    const shop = store.shop(ONE);
    if (shop) shop.apiPointsPerSecond = 50;
    const capacity = throttle.status(ONE, 50).maximumAvailable;
    expect(await readOften(reader(60_000), ONE, 400)).toBe(0);
    const there = capacity + (now / 1_000) * 50 - lost;
    expect((used[ONE]?.points ?? 0) / there).toBeGreaterThanOrEqual(0.9);
    // One call in vain for each time that others took everything.
    expect(used[ONE]?.throttled).toBeLessThanOrEqual(Math.ceil(calls / 25));
  });

  it("lets one shop wait without another", async () => {
    const use = reader(60_000);
    await readOften(use, ONE, 1);
    await readOften(use, TWO, 1);
    throttle.empty(ONE);
    await use.listOrders(ONE, range, null);
    const waited = now;
    expect(waited).toBeGreaterThan(0);
    expect(await readOften(use, TWO, 5)).toBe(0);
    expect(now).toBe(waited);
  });

  it("gives a call back when its points are further away than it may wait, and says how far", async () => {
    const use = reader(500);
    await use.listOrders(ONE, range, null);
    throttle.empty(ONE);
    const answer = await use.listOrders(ONE, range, null);
    expect(answer).toMatchObject({ ok: false, failure: "retryable", retryInMs: expect.any(Number) });
    const retryInMs = answer.ok ? 0 : (answer.retryInMs ?? 0);
    expect(await use.listOrders(ONE, range, null)).toMatchObject({ ok: false });
    expect(used[ONE]?.throttled).toBe(1);
    now += retryInMs;
    expect(await use.listOrders(ONE, range, null)).toMatchObject({ ok: true });
  });
});
