import { afterEach, beforeEach, expect, it } from "vitest";

import { DEFAULT_REREAD_POLICY } from "#core/rereading";
import type { Shop } from "#usecases/ports/programs";
import { requestReread } from "#usecases/request-reread";
import { stopReread } from "#usecases/stop-reread";
import { workOnReread } from "#usecases/work-on-reread";

import { createShopWorld, SHOP } from "../../support/shop-world.ts";
import type { ShopWorld } from "../../support/shop-world.ts";

const HOUR_MS = 60 * 60_000;

let world: ShopWorld;
let shop: Shop;

beforeEach(async () => {
  world = await createShopWorld();
  shop = await world.install();
  world.minutesAgo(30);
});
afterEach(() => world.close());

type Ports = ShopWorld["ports"];

const find = (id: number) => world.ports.rereads.find(shop.programId, id);
const stop = (id: number) => stopReread(world.ports, { shopDomain: SHOP, id, by: "4711" });
const operations = () => world.simulator.bulk.all(SHOP).map(({ status }) => status);

async function request(ordersSince: string | null): Promise<number> {
  const now = new Date().toISOString();
  const asked = await requestReread(world.ports, { shopDomain: SHOP, ordersSince, now, by: "1" });
  if (!asked.ok) throw new Error(asked.refusal.code);
  return asked.value.id;
}
const importCustomers = () => request(null);

/** One turn of the run, whenever it is due. */
async function turn(id: number, ports: Ports = world.ports) {
  await world.database.pool.query("UPDATE reread SET due_at = UTC_TIMESTAMP(3) WHERE id = ?", [id]);
  const { signal } = new AbortController();
  return workOnReread(ports, { programId: shop.programId, id, policy: DEFAULT_REREAD_POLICY, signal });
}

function addCustomers(count: number): void {
  for (let index = 0; index < count; index += 1) {
    world.shopify.createCustomer({ shop: SHOP, email: `${index}@example.com` });
  }
}

async function memberCount(): Promise<number> {
  const [row]: { members: number }[] = await world.database.pool.query(
    "SELECT COUNT(*) AS members FROM member_customer WHERE program_id = ?",
    [shop.programId],
  );
  return row?.members ?? -1;
}

it("ends a run before it began, and nobody works on it", async () => {
  const id = await importCustomers();
  expect(await stop(id)).toEqual({ ok: true });
  expect(await turn(id)).toBeNull();
  expect(await find(id)).toMatchObject({ state: "stopped", stoppedBy: "4711", read: 0 });
});

it("lets the page under way be the last, keeps what it told, and begins anew when asked again", async () => {
  addCustomers(1);
  const [customer] = world.simulator.store.customersOf(SHOP);
  const lines = [{ title: "Mug", price: "10.00", quantity: 1 }];
  world.shopify.placeOrder({ shop: SHOP, customerId: customer?.id ?? 0, lines, pay: true });
  const since = new Date(Date.now() - HOUR_MS).toISOString();
  const id = await request(since);
  const stoppedMeanwhile = {
    ...world.ports,
    shopReader: {
      ...world.ports.shopReader,
      async listOrders(...input: Parameters<Ports["shopReader"]["listOrders"]>) {
        await stop(id);
        return world.ports.shopReader.listOrders(...input);
      },
    },
  };

  expect(await turn(id, stoppedMeanwhile)).toBeNull();

  expect(await find(id)).toMatchObject({ state: "stopped", method: "pages" });
  const earned = "SELECT COUNT(*) AS entries FROM entry WHERE program_id = ?";
  expect(await world.database.pool.query(earned, [shop.programId])).toEqual([{ entries: 1 }]);
  const again = await request(since);
  expect(again).not.toBe(id);
  expect(await turn(again)).toMatchObject({ end: "finished" });
  expect(await world.database.pool.query(earned, [shop.programId])).toEqual([{ entries: 1 }]);
  expect(await find(id)).toMatchObject({ state: "stopped" });
});

it("cancels the operation that Shopify works on, while another run may be asked for", async () => {
  addCustomers(3);
  world.simulator.bulk.setModes({ hold: true });
  const id = await importCustomers();
  await turn(id);
  await turn(id);
  expect(operations()).toEqual(["RUNNING"]);

  await stop(id);
  expect(await find(id)).toMatchObject({ state: "stopped", stoppedBy: "4711" });
  const again = await importCustomers();
  expect(again).not.toBe(id);
  expect(await world.ports.rereads.findDue(10)).toEqual([{ programId: shop.programId, id }]);
  expect(await turn(id)).toEqual({ end: "stopped" });
  expect(operations()).toEqual(["CANCELING"]);
  expect(await turn(id)).toBeNull();
  expect(await world.ports.rereads.findDue(10)).toEqual([{ programId: shop.programId, id: again }]);
});

it("tries again to cancel it when Shopify is out of reach", async () => {
  world.simulator.bulk.setModes({ hold: true });
  const id = await importCustomers();
  await turn(id);
  await stop(id);
  const outOfReach: Ports = {
    ...world.ports,
    bulkReader: {
      ...world.ports.bulkReader,
      cancel: () => Promise.resolve({ ok: false, failure: "retryable", message: "timeout" }),
    },
  };
  expect(await turn(id, outOfReach)).toMatchObject({ end: "later", failure: "retryable: timeout" });
  expect(await find(id)).toMatchObject({ state: "stopped" });
  expect(await turn(id)).toEqual({ end: "stopped" });
  expect(operations()).toEqual(["CANCELING"]);
});

it("has nothing to cancel when Shopify had finished, and takes in no more of the result", async () => {
  addCustomers(300);
  const id = await importCustomers();
  await turn(id);
  await turn(id);
  const stoppedMeanwhile: Ports = {
    ...world.ports,
    membersInBulk: {
      ...world.ports.membersInBulk,
      async ensure(...input) {
        await stop(id);
        return world.ports.membersInBulk.ensure(...input);
      },
    },
  };
  expect(await turn(id, stoppedMeanwhile)).toBeNull();
  expect(await memberCount()).toBe(250);
  expect(await turn(id)).toEqual({ end: "stopped" });
  expect(operations()).toEqual(["COMPLETED"]);
});

it("cancels an operation that was started in the moment of the stop", async () => {
  addCustomers(1);
  const id = await importCustomers();
  const stoppedMeanwhile: Ports = {
    ...world.ports,
    bulkReader: {
      ...world.ports.bulkReader,
      async start(...input) {
        const started = await world.ports.bulkReader.start(...input);
        await stop(id);
        return started;
      },
    },
  };
  expect(await turn(id, stoppedMeanwhile)).toBeNull();
  expect(operations()).toEqual(["CANCELING"]);
  expect(await find(id)).toMatchObject({ state: "stopped" });
});

it("refuses a run that has ended, a routine one, and a shop without the app", async () => {
  const ended = { ok: false, refusal: { code: "reread_not_under_way" } };
  const id = await importCustomers();
  await stop(id);
  expect(await stop(id)).toEqual(ended);
  await world.ports.rereads.ensureRoutines();
  const routines = await world.ports.rereads.reports(shop.programId, shop.shopId);
  for (const { id: routine } of routines.filter(({ cause }) => cause === "routine")) {
    expect(await stop(routine)).toEqual(ended);
  }
  expect(await stopReread(world.ports, { shopDomain: "none.myshopify.com", id, by: "1" })).toEqual({
    ok: false,
    refusal: { code: "shop_unknown" },
  });
});
