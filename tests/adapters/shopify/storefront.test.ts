import { HttpResponseError, RequestedTokenType } from "@shopify/shopify-api";
import type { Session } from "@shopify/shopify-api";
import { SessionNotFoundError } from "@shopify/shopify-app-remix/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createAdminClient } from "#adapters/shopify/admin-client";
import type { OpenedAdmin } from "#adapters/shopify/admin-client";
import { createShopifyStorefront } from "#adapters/shopify/storefront";
import type { StorefrontBalance } from "#usecases/ports/storefront";

import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import { findMetafield } from "../../../simulators/shopify/state/metafields.ts";
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
import { createShopifyLibrary, leadShopifyCallsTo } from "../../support/shopify-library.ts";

const library = createShopifyLibrary({ apiKey, apiSecret });

let app: TestApp;
let simulator: RunningSimulator;
let customerId: string;
let session: Session;

beforeEach(async () => {
  app = await startApp();
  const demo = await startDemo(app);
  simulator = demo.simulator;
  customerId = String(demo.customer.id);
  leadShopifyCallsTo(simulator.url);
  ({ session } = await library.auth.tokenExchange({
    shop,
    sessionToken: sessionToken(),
    requestedTokenType: RequestedTokenType.OfflineAccessToken,
    expiring: true,
  }));
});
afterEach(async () => {
  leadShopifyCallsTo(null);
  await simulator.close();
  await app.close();
});

const open = (): Promise<OpenedAdmin> => {
  const client = new library.clients.Graphql({ session });
  return Promise.resolve({
    async graphql(document, { variables }) {
      const answer = await client.request(document, { variables });
      return { json: () => Promise.resolve(answer) };
    },
  });
};
const withoutLock = <T>(_name: string, work: () => Promise<T>): Promise<T> => work();
const admin = () => createAdminClient({ open, withLock: withoutLock });

const balance: StorefrontBalance = {
  v: 1,
  unit: "credits",
  scale: 0,
  available: 120,
  pending: 0,
  held: 0,
  updatedAt: "2026-11-20T12:00:00.000Z",
  entrySeq: 3,
  recent: [{ at: "2026-11-20T12:00:00.000Z", delta: 120, kind: "earn", label: "#1001" }],
};
const stored = () => {
  const where = {
    ownerId: `gid://shopify/Customer/${customerId}`,
    namespace: "$app:credits",
    key: "balance",
  };
  const found = findMetafield(simulator.store, where);
  return found ? (JSON.parse(found.value) as unknown) : null;
};

describe("writing the balance to the storefront", () => {
  it("stores it as the app's own JSON metafield of the customer; the newest write wins", async () => {
    const storefront = createShopifyStorefront(admin());
    expect(await storefront.writeBalance(shop, [customerId], balance)).toEqual({ ok: true });
    expect(stored()).toEqual(balance);
    const newer = { ...balance, available: 90, entrySeq: 4 };
    expect(await storefront.writeBalance(shop, [customerId], newer)).toEqual({ ok: true });
    expect(stored()).toEqual(newer);
  });

  it("defines the metafield so that Liquid may read it, and takes a definition that exists for its own", async () => {
    for (const storefront of [createShopifyStorefront(admin()), createShopifyStorefront(admin())]) {
      expect(await storefront.writeBalance(shop, [customerId], balance)).toEqual({ ok: true });
    }
    const definitions = Object.values(simulator.store.state.metafieldDefinitions);
    expect(definitions).toHaveLength(1);
    expect(JSON.stringify(definitions[0])).toContain("PUBLIC_READ");
  });

  it("is taken away from a customer who is forgotten; one who has none or is gone is fine", async () => {
    const storefront = createShopifyStorefront(admin());
    await storefront.writeBalance(shop, [customerId], balance);
    expect(await storefront.removeBalance(shop, [customerId, "999999"])).toEqual({ ok: true });
    expect(stored()).toBeNull();
    expect(await storefront.removeBalance(shop, [customerId])).toEqual({ ok: true });
  });

  it("is refused for a customer who does not exist", async () => {
    const answer = await createShopifyStorefront(admin()).writeBalance(shop, ["999999"], balance);
    expect(answer).toMatchObject({ ok: false, failure: "refused" });
  });

  describe("of several customers at one moment", () => {
    /** Counts what reaches Shopify. */
    const counted = () => {
      const sets: string[][] = [];
      const client = createAdminClient({
        open: async () => {
          const opened = await open();
          return {
            graphql(document, options) {
              const { metafields } = options.variables as { metafields?: { ownerId: string }[] };
              if (metafields) sets.push(metafields.map(({ ownerId }) => ownerId.split("/").at(-1) ?? ""));
              return opened.graphql(document, options);
            },
          };
        },
        withLock: withoutLock,
      });
      return { storefront: createShopifyStorefront(client), sets };
    };

    it("is one call, which has the newer of two balances of one customer", async () => {
      const { storefront, sets } = counted();
      const newer = { ...balance, available: 90, entrySeq: 4 };
      const answers = [newer, balance].map((each) => storefront.writeBalance(shop, [customerId], each));
      expect(await Promise.all(answers)).toEqual([{ ok: true }, { ok: true }]);
      expect(sets).toEqual([[customerId]]);
      expect(stored()).toEqual(newer);
    });

    it("is refused for the one who does not exist, and for nobody else", async () => {
      const { storefront, sets } = counted();
      const answers = ["999999", customerId].map((id) => storefront.writeBalance(shop, [id], balance));
      expect(await Promise.all(answers)).toMatchObject([{ failure: "refused" }, { ok: true }]);
      expect(sets).toEqual([["999999", customerId], ["999999"], [customerId]]);
      expect(stored()).toEqual(balance);
    });

    it("never asks for more metafields than Shopify takes in one call", async () => {
      const { storefront, sets } = counted();
      const ids = Array.from({ length: 30 }, (_, index) => String(900_000 + index));
      await Promise.all(ids.map((id) => storefront.writeBalance(shop, [id], balance)));
      expect(sets.slice(0, 1)).toEqual([ids.slice(0, 25)]);
      expect(Math.max(...sets.map(({ length }) => length))).toBe(25);
    });
  });

  it("says how long to wait when Shopify throttles", async () => {
    const storefront = createShopifyStorefront(admin());
    await storefront.writeBalance(shop, [customerId], balance);
    await control(simulator, "throttle", { shop, empty: true, pointsPerSecond: 1 });
    const answer = await storefront.writeBalance(shop, [customerId], balance);
    expect(answer).toMatchObject({ ok: false, failure: "retryable", retryInMs: expect.any(Number) });
  });

  it("tells a refused token from trouble on the way, and opens the shop anew after it", async () => {
    const client = admin();
    const storefront = createShopifyStorefront(client);
    await control(simulator, "expireTokens", { shop });
    expect(await storefront.writeBalance(shop, [customerId], balance)).toMatchObject({
      failure: "unauthorized",
    });
    ({ session } = await library.auth.refreshToken({ shop, refreshToken: session.refreshToken ?? "" }));
    expect(await storefront.writeBalance(shop, [customerId], balance)).toEqual({ ok: true });
    await simulator.close();
    expect(await storefront.writeBalance(shop, [customerId], balance)).toMatchObject({
      failure: "retryable",
    });
  });
});

describe("the Admin client", () => {
  it("opens a shop once for callers that come at the same moment, under the shop's lock", async () => {
    const locks: string[] = [];
    let opened = 0;
    const client = createAdminClient({
      open: async () => {
        opened += 1;
        return open();
      },
      withLock: (name, work) => {
        locks.push(name);
        return work();
      },
    });
    const storefront = createShopifyStorefront(client);
    const writes = Array.from({ length: 5 }, () => storefront.writeBalance(shop, [customerId], balance));
    expect(await Promise.all(writes)).toEqual(Array.from({ length: 5 }, () => ({ ok: true })));
    expect(opened).toBe(1);
    expect(locks).toHaveLength(1);
    expect(locks[0]?.length).toBeLessThanOrEqual(64);
  });

  it("opens it again after a minute, so that the token is renewed before it expires", async () => {
    let now = 0;
    let opened = 0;
    const client = createAdminClient({
      open: () => {
        opened += 1;
        return open();
      },
      withLock: withoutLock,
      now: () => now,
    });
    const storefront = createShopifyStorefront(client);
    await storefront.writeBalance(shop, [customerId], balance);
    now = 61_000;
    await storefront.writeBalance(shop, [customerId], balance);
    expect(opened).toBe(2);
  });

  it("calls a shop unauthorized that has no token, or whose token cannot be renewed", async () => {
    const gone = new HttpResponseError({ message: "invalid_grant", code: 400, statusText: "Bad Request" });
    for (const failure of [new SessionNotFoundError("no session"), gone]) {
      const client = createAdminClient({ open: () => Promise.reject(failure), withLock: withoutLock });
      const answer = await createShopifyStorefront(client).writeBalance(shop, [customerId], balance);
      expect(answer).toMatchObject({ failure: "unauthorized" });
    }
  });
});
