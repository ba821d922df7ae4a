import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { evaluateOrder } from "#core/earning";
import { compileRules } from "#core/rules";
import { createShopReader } from "#adapters/shopify/shop-reader";
import { DEFAULT_REREAD_POLICY } from "#core/rereading";
import type { Shop } from "#usecases/ports/programs";
import { requestReread } from "#usecases/request-reread";
import { workOnReread } from "#usecases/work-on-reread";

import type { ShopEvent } from "../../../simulators/shopify/operations/index.ts";
import { putMetafield } from "../../../simulators/shopify/state/metafields.ts";
import { mergeAll } from "../../core/earning/orders.ts";
import { createShopWorld, SHOP } from "../../support/shop-world.ts";
import type { ShopWorld } from "../../support/shop-world.ts";

// Hundreds of orders go through the whole house.
vi.setConfig({ testTimeout: 180_000 });

let world: ShopWorld;
let shop: Shop;

beforeEach(async () => {
  world = await createShopWorld();
  shop = await world.install();
  await world.letPass(120);
  world.minutesAgo(60);
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const orderIdOf = ({ topic, payload }: ShopEvent): number =>
  topic === "refunds/create" ? (payload as { order_id: number }).order_id : (payload as { id: number }).id;

/** Places paid orders one second apart, a customer each; every tenth has a unit refunded. */
function placeOrders(count: number): { orderIds: number[]; customerIds: number[] } {
  const orderIds: number[] = [];
  const customerIds: number[] = [];
  for (let index = 0; index < count; index += 1) {
    world.clock.now = new Date(world.clock.now.getTime() + 1_000);
    const email = `${index}.${world.clock.now.getTime()}@example.com`;
    const customerId = world.shopify.createCustomer({ shop: SHOP, email }).id;
    const lines = [{ title: "Mug", price: `${10 + (index % 7)}.00`, quantity: 2 }];
    const order = world.shopify.placeOrder({ shop: SHOP, customerId, lines, pay: true });
    if (index % 10 === 0) {
      const lineId = order.lines[0]?.id ?? 0;
      world.shopify.refundOrder({ shop: SHOP, orderId: order.id, lines: [{ lineId, quantity: 1 }] });
    }
    orderIds.push(order.id);
    customerIds.push(customerId);
  }
  return { orderIds, customerIds };
}

/** What the orders are to have earned if every one of their webhooks had come. */
async function expectedCredits(events: readonly ShopEvent[], orderIds: readonly number[]): Promise<number[]> {
  const [version] = await world.ports.earnRules.listVersions(shop.programId);
  if (!version) throw new Error("the program has no rules");
  const rules = { version: version.version, compiled: compileRules(version, { scale: 0 }) };
  return orderIds.map((orderId) => {
    const news = events
      .filter((event) => /^(orders|refunds)\//.test(event.topic) && orderIdOf(event) === orderId)
      .flatMap(({ topic, payload }) => {
        const body = JSON.stringify(payload);
        if (topic === "refunds/create") {
          const told = world.ports.payloads.readRefund(body);
          return told.ok ? [{ facts: null, refunds: [told.value.refund] }] : [];
        }
        const told = world.ports.payloads.readOrder(body);
        return told.ok ? [told.value.news] : [];
      });
    return evaluateOrder(mergeAll(news), rules).evaluation.targetMinor;
  });
}

async function heldCredits(customerIds: readonly number[]): Promise<number[]> {
  const rows: { customer_id: number; available: number }[] = await world.database.pool.query(
    `SELECT c.customer_id, a.available FROM member_customer c
       JOIN account a ON a.program_id = c.program_id AND a.member_id = c.member_id
      WHERE c.program_id = ? AND c.shop_id = ?`,
    [shop.programId, shop.shopId],
  );
  const held = new Map(rows.map((row) => [row.customer_id, row.available]));
  return customerIds.map((customerId) => held.get(customerId) ?? 0);
}

const finds = (resource = "orders"): Promise<{ object_id: number; outcome: string }[]> =>
  world.database.pool.query(
    "SELECT object_id, outcome FROM reread_find WHERE program_id = ? AND resource = ? ORDER BY id",
    [shop.programId, resource],
  );
const report = async (resource: string, cause: string) => {
  const reports = await world.ports.rereads.reports(shop.programId, shop.shopId);
  return reports.find((one) => one.resource === resource && one.cause === cause);
};
const entryCount = async (): Promise<number> => {
  const [row]: { entries: number }[] = await world.database.pool.query(
    "SELECT COUNT(*) AS entries FROM entry WHERE program_id = ?",
    [shop.programId],
  );
  return row?.entries ?? 0;
};
const request = async (ordersSince: string | null) => {
  const result = await requestReread(world.ports, {
    shopDomain: SHOP,
    ordersSince,
    now: new Date().toISOString(),
    by: "1",
  });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const minutesBefore = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe("routine re-reading", () => {
  it("finds and mends one order in a hundred whose webhooks were all lost, and one webhook in a hundred", async () => {
    const { orderIds, customerIds } = placeOrders(300);
    const events = [...world.events];
    const lostOrders = orderIds.filter((_, index) => index % 100 === 50);
    const isLost = (event: ShopEvent, index: number) =>
      (/^(orders|refunds)\//.test(event.topic) && lostOrders.includes(orderIdOf(event))) ||
      index % 100 === 99;
    const lost = await world.deliverAll(isLost);
    const lostRefunds = lost.filter(({ topic }) => topic === "refunds/create");
    await world.readShops();
    expect(await heldCredits(customerIds)).toEqual(await expectedCredits(events, orderIds));
    const found = await finds();
    expect(found.filter(({ outcome }) => outcome === "unknown").map((row) => row.object_id)).toEqual(
      lostOrders,
    );
    expect(found.length).toBeLessThanOrEqual(lostOrders.length + lostRefunds.length);
    expect(await report("orders", "routine")).toMatchObject({
      state: "waiting",
      method: "pages",
      lastError: null,
    });
  });

  it("says nothing new when everything came, and reads nothing in whole then", async () => {
    const { orderIds } = placeOrders(12);
    await world.deliverAll();
    const asked: string[] = [];
    const shopReader = {
      ...world.ports.shopReader,
      readOrders: (domain: string, ids: readonly string[]) => {
        asked.push(...ids);
        return world.ports.shopReader.readOrders(domain, ids);
      },
    };
    await world.readShops({ ...world.ports, shopReader });
    expect(asked).toEqual([]);
    expect(await finds()).toEqual([]);
    expect(await report("orders", "routine")).toMatchObject({ read: orderIds.length, found: 0 });
  });

  it("goes on where it ended, less the overlap, and finds what changed late in the list", async () => {
    placeOrders(3);
    await world.deliverAll();
    await world.readShops();
    world.minutesAgo(20);
    const { orderIds } = placeOrders(1);
    world.events.splice(0);
    await world.readShops();
    expect(await finds()).toEqual([]);
    await world.letPass(15);
    world.minutesAgo(20);
    await world.readShops();
    expect((await finds()).map((row) => row.object_id)).toEqual(orderIds);
    expect(await report("orders", "routine")).toMatchObject({ read: 1, found: 1 });
  });

  it("leaves the last moments to their webhooks", async () => {
    world.minutesAgo(3);
    placeOrders(1);
    await world.readShops();
    expect(await finds()).toEqual([]);
  });

  it("finds customers that never came, and their newer names", async () => {
    const { id } = world.shopify.createCustomer({ shop: SHOP, email: "ada@example.com" });
    await world.deliverAll();
    world.clock.now = new Date(world.clock.now.getTime() + 5_000);
    world.shopify.updateCustomer({ shop: SHOP, customerId: id, firstName: "Ada" });
    const bob = world.shopify.createCustomer({ shop: SHOP, email: "bob@example.com" });
    world.events.splice(0);
    await world.readShops();
    expect(await finds("customers")).toEqual([
      { object_id: bob.id, outcome: "unknown" },
      { object_id: id, outcome: "changed" },
    ]);
    const names = await world.database.pool.query(
      "SELECT first_name FROM member_customer WHERE program_id = ? AND customer_id = ?",
      [shop.programId, id],
    );
    expect(names).toEqual([{ first_name: "Ada" }]);
  });

  it("learns birth dates, which no webhook carries, and holds no webhook for lost because of them", async () => {
    const { id } = world.shopify.createCustomer({ shop: SHOP, email: "ada@example.com" });
    await world.deliverAll();
    putMetafield(world.simulator.store, {
      ...{ shop: SHOP, ownerId: `gid://shopify/Customer/${id}`, namespace: "facts", key: "birth_date" },
      ...{ type: "date", value: "1992-02-29" },
    });
    await world.readShops();
    expect(await finds("customers")).toEqual([]);
    const known = await world.ports.rereads.knownCustomers(shop.programId, shop.shopId, [String(id)]);
    expect(known.get(String(id))?.birthDate).toBe("1992-02-29");
  });

  it("reads a long outage by a bulk operation", async () => {
    await world.letPass(3 * 24 * 60);
    const { orderIds, customerIds } = placeOrders(120);
    const events = world.events.splice(0);
    await world.readShops();
    await readBulkToItsEnd();
    expect(await report("orders", "routine")).toMatchObject({
      method: "bulk",
      read: 120,
      found: 120,
      total: 120,
    });
    expect(await heldCredits(customerIds)).toEqual(await expectedCredits(events, orderIds));
  });

  it("leaves a shop alone that has uninstalled the app", async () => {
    placeOrders(1);
    await world.ports.programs.markUninstalled(SHOP, null);
    await world.readShops();
    expect(await finds()).toEqual([]);
  });
});

/** Lets the looks at bulk operations be due until no run is left. */
async function readBulkToItsEnd(use = world.ports): Promise<void> {
  for (let look = 0; look < 20; look += 1) {
    await world.database.pool.query(
      "UPDATE reread SET due_at = UTC_TIMESTAMP(3) WHERE program_id = ? AND (range_until IS NOT NULL OR open_as = 'requested')",
      [shop.programId],
    );
    await world.readShops(use);
  }
}

describe("re-reading on request", () => {
  it("reads orders again since a date and tells how many were new", async () => {
    const { orderIds } = placeOrders(7);
    await world.deliverAll(
      (event) => /^(orders|refunds)\//.test(event.topic) && orderIdOf(event) === orderIds[3],
    );
    const { id } = await request(minutesBefore(90));
    await world.readShops();
    expect(await world.ports.rereads.find(shop.programId, id)).toMatchObject({
      state: "finished",
      read: 7,
      found: 1,
      refused: 0,
    });
  });

  it("gives the run that is open when it is asked for twice at once", async () => {
    const [first, second] = await Promise.all([request(minutesBefore(90)), request(minutesBefore(60))]);
    expect(first.id).toBe(second.id);
    expect([first.isNew, second.isNew].toSorted()).toEqual([false, true]);
  });

  it("takes in orders of before the app as history, which never could have come", async () => {
    await world.database.pool.query("UPDATE shop SET installed_at = UTC_TIMESTAMP(3) WHERE id = ?", [
      shop.shopId,
    ]);
    placeOrders(2);
    world.events.splice(0);
    const { id } = await request(minutesBefore(90));
    await world.readShops();
    expect(await world.ports.rereads.find(shop.programId, id)).toMatchObject({ read: 2, found: 2 });
    expect(await finds()).toEqual([]);
  });

  it("takes in what changed a moment ago without holding it for lost", async () => {
    world.minutesAgo(2);
    placeOrders(2);
    world.events.splice(0);
    const { id } = await request(minutesBefore(90));
    await world.readShops();
    expect(await world.ports.rereads.find(shop.programId, id)).toMatchObject({ read: 2, found: 2 });
    expect(await finds()).toEqual([]);
  });

  it("refuses a date in the future and a shop that is not installed", async () => {
    const now = new Date().toISOString();
    const ask = (shopDomain: string, ordersSince: string) =>
      requestReread(world.ports, { shopDomain, ordersSince, now, by: "1" });
    expect(await ask(SHOP, minutesBefore(-5))).toMatchObject({ refusal: { code: "since_in_future" } });
    expect(await ask(SHOP, "1970-01-01T00:00:00.000Z")).toMatchObject({
      refusal: { code: "since_too_early" },
    });
    expect(await ask("other.myshopify.com", now)).toMatchObject({ refusal: { code: "shop_unknown" } });
  });
});

describe("two processes and a dead one", () => {
  it("never work on two runs of one shop at once, and book everything once", async () => {
    const { orderIds, customerIds } = placeOrders(40);
    const events = world.events.splice(0);
    await request(minutesBefore(90));
    const workers = [1, 2, 3].map((pid) => world.portsOf(pid));
    await Promise.all(workers.map((ports) => world.readShops(ports)));
    await world.readShops();
    expect(await heldCredits(customerIds)).toEqual(await expectedCredits(events, orderIds));
    // 40 earnings; the refunds were there when the orders were read first.
    expect(await entryCount()).toBe(40);
    expect(await finds()).toHaveLength(40);
  });

  it("refuse the claim of a run while another of the shop is worked on", async () => {
    const { id } = await request(minutesBefore(90));
    await world.ports.rereads.ensureRoutines();
    expect(await world.ports.rereads.claim(shop.programId, id)).not.toBeNull();
    expect(await world.ports.rereads.findDue(10)).toEqual([]);
    const runs = await world.ports.rereads.reports(shop.programId, shop.shopId);
    expect(runs.map(({ cause }) => cause)).toEqual(expect.arrayContaining(["routine", "requested"]));
    for (const run of runs) {
      expect(await world.portsOf(2).rereads.claim(shop.programId, run.id)).toBeNull();
    }
  });

  it("go on from the page that was noted last when the process was killed in the middle", async () => {
    const { orderIds, customerIds } = placeOrders(25);
    const events = world.events.splice(0);
    const { id } = await request(minutesBefore(90));
    const dying = world.portsOf(9);
    const tenAPage = createShopReader(world.adminClient(), 10);
    let pages = 0;
    // why: a killed process says nothing more, not even that it ended.
    const shopReader = {
      ...tenAPage,
      listOrders: (...input: Parameters<typeof tenAPage.listOrders>) =>
        (pages += 1) === 2 ? new Promise<never>(() => undefined) : tenAPage.listOrders(...input),
    };
    const abandoned = workOnReread(
      { ...dying, shopReader },
      { programId: shop.programId, id, policy: DEFAULT_REREAD_POLICY, signal: new AbortController().signal },
    );
    await expect.poll(() => pages, { timeout: 30_000 }).toBe(2);
    expect(await world.ports.rereads.find(shop.programId, id)).toMatchObject({ state: "reading", read: 10 });
    await world.readShops();
    expect(await heldCredits(customerIds)).not.toEqual(await expectedCredits(events, orderIds));
    await world.database.pool.query(
      "UPDATE reread SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?",
      [id],
    );
    await world.readShops();
    expect(await heldCredits(customerIds)).toEqual(await expectedCredits(events, orderIds));
    // The last row of the noted page is read once more.
    expect(await world.ports.rereads.find(shop.programId, id)).toMatchObject({
      state: "finished",
      read: 26,
      found: 25,
    });
    void abandoned;
  });
});
