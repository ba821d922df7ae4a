import { afterAll, beforeAll, expect, test } from "vitest";

import { createCatalogWorld } from "../../support/catalog-world.ts";
import type { CatalogWorld } from "../../support/catalog-world.ts";
import { SHOP } from "../../support/shop-world.ts";

let world: CatalogWorld;
let tea: string;
let cup: string;

beforeAll(async () => {
  world = await createCatalogWorld();
  await world.addItem("TEA", { stock: 1_000 });
  await world.addItem("CUP", { stock: 1_000 });
  tea = (await world.addProduct("TEA", { units: 1_000 })).variantId;
  cup = (await world.addProduct("CUP", { units: 1_000 })).variantId;
  await world.compare("items");
});
afterAll(() => world.close());

const both = () => [
  { variantId: tea, itemCode: "TEA", quantity: 3 },
  { variantId: cup, itemCode: "CUP", quantity: 1 },
];
async function bring(): Promise<void> {
  await world.compare("shipments");
  await world.deliverSteps();
}

test("a shipped order becomes one fulfilment with carrier and numbers, and the shopper is told", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  await bring();
  expect(order.fulfilments).toEqual([]);
  await world.ship(exigoOrderId, { trackingNumber2: "1Z-SECOND" });
  await bring();
  await bring();
  expect(order.fulfilments).toMatchObject([
    {
      trackingCompany: "UPS",
      trackingNumbers: [`1Z${exigoOrderId}`, "1Z-SECOND"],
      customerNotified: true,
      lines: [
        { lineId: order.lines[0]?.id, quantity: 3 },
        { lineId: order.lines[1]?.id, quantity: 1 },
      ],
    },
  ]);
  expect(order.fulfilments).toHaveLength(1);
});

test("lines at two locations become a package each", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  const north = world.shopify.createLocation({ shop: SHOP, name: "North" });
  const lineIds = order.lines.slice(1).map(({ id }) => id);
  world.shopify.moveLines({ shop: SHOP, orderId: order.id, lineIds, locationId: north.id });
  await world.ship(exigoOrderId);
  await bring();
  expect(order.fulfilments).toMatchObject([
    { lines: [{ lineId: order.lines[0]?.id, quantity: 3 }] },
    { locationId: north.id, lines: [{ lineId: order.lines[1]?.id, quantity: 1 }] },
  ]);
});

test("a package whose answer is lost is looked for and not sent again", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  await world.ship(exigoOrderId);
  await world.compare("shipments");
  const { store } = world.simulator;
  store.section<Record<string, unknown>>("lostAnswers", () => ({}))[SHOP] = {
    left: 1,
    field: "fulfillmentCreate",
  };
  await world.deliverSteps();
  expect((await world.steps("shopify.fulfillment")).at(-1)?.state).toBe("unknown");
  await world.letStepsPass(10);
  await world.deliverSteps();
  expect((await world.steps("shopify.fulfillment")).at(-1)?.state).toBe("unknown");
  await world.letStepsPass(60);
  await world.deliverSteps();
  expect((await world.steps("shopify.fulfillment")).at(-1)?.state).toBe("confirmed");
  expect(order.fulfilments).toHaveLength(1);
});

test("a process that ends between two packages is finished by the next one", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  const south = world.shopify.createLocation({ shop: SHOP, name: "South" });
  const lineIds = order.lines.slice(1).map(({ id }) => id);
  world.shopify.moveLines({ shop: SHOP, orderId: order.id, lineIds, locationId: south.id });
  await world.ship(exigoOrderId);
  await world.compare("shipments");
  const { shopCatalog } = world.adapters;
  const { sendPackage } = shopCatalog;
  let sent = 0;
  Object.assign(shopCatalog, {
    // why: a process that is killed between two calls to Shopify, which no simulator can do.
    sendPackage: (...what: Parameters<typeof sendPackage>) => {
      sent += 1;
      return sent === 2 ? Promise.reject(new Error("killed")) : sendPackage(...what);
    },
  });
  await world.deliverSteps();
  Object.assign(shopCatalog, { sendPackage });
  expect(order.fulfilments).toHaveLength(1);
  await world.letStepsPass(1_000);
  await world.deliverSteps();
  expect(order.fulfilments).toMatchObject([{ lines: [{ quantity: 3 }] }, { locationId: south.id }]);
  expect(order.fulfilments).toHaveLength(2);
  world.exigoFaults.length = 0;
});

test("what staff sent already is not sent again, and the rest is", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  const [line] = order.lines;
  world.shopify.fulfilOrder({
    shop: SHOP,
    orderId: order.id,
    lines: [{ lineId: line?.id ?? 0, quantity: 2 }],
  });
  await world.ship(exigoOrderId);
  await bring();
  const units = order.fulfilments.flatMap(({ lines }) => lines.map(({ quantity }) => quantity));
  expect(units).toEqual([2, 1, 1]);
});

test("an order that Exigo ships in part is sent in part", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder([
    { variantId: tea, itemCode: "TEA", quantity: 3 },
  ]);
  const { orders } = world.exigo.simulator.company("demo") ?? { orders: [] };
  const row = orders.find(({ orderID }) => orderID === exigoOrderId);
  // why: how a company splits an order is its own; what counts is which units its shipped order holds.
  for (const detail of row?.details ?? []) detail.quantityUnits = 10_000;
  await world.ship(exigoOrderId);
  await bring();
  expect(order.lines.map(({ fulfilledQuantity }) => fulfilledQuantity)).toEqual([1]);
  for (const detail of row?.details ?? []) detail.quantityUnits = 30_000;
  await world.ship(exigoOrderId, { trackingNumber2: "1Z-REST" });
  await bring();
  expect(order.fulfilments.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[1], [2]]);
});

const tracked = ({ fulfilments }: { fulfilments: readonly { trackingNumbers?: string[] }[] }) =>
  fulfilments.map(({ trackingNumbers }) => trackingNumbers);
const lastSteps = async (count: number) =>
  (await world.steps("shopify.fulfillment")).slice(-count).map(({ state }) => state);

test("numbers that Exigo corrects later reach the package, once, also when the answer is lost", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  await world.ship(exigoOrderId);
  await bring();
  await world.ship(exigoOrderId, { trackingNumber1: "1Z-RIGHT" });
  await world.compare("shipments");
  const { store } = world.simulator;
  const { length } = store.state.deliveries;
  const changes = () =>
    store.state.deliveries.slice(length).filter(({ topic }) => topic === "orders/updated").length;
  store.section<Record<string, unknown>>("lostAnswers", () => ({}))[SHOP] = {
    left: 1,
    field: "fulfillmentTrackingInfoUpdate",
  };
  await world.deliverSteps();
  expect(tracked(order)).toEqual([["1Z-RIGHT"]]);
  expect(await lastSteps(1)).not.toEqual(["confirmed"]);
  await world.letStepsPass(600);
  await world.deliverSteps();
  await bring();
  expect(tracked(order)).toEqual([["1Z-RIGHT"]]);
  expect(await lastSteps(2)).toEqual(["confirmed", "confirmed"]);
  expect(changes()).toBe(1);
});

test("a number that comes after the package reaches it, and the package of another location, too", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  const east = world.shopify.createLocation({ shop: SHOP, name: "East" });
  const lineIds = order.lines.slice(1).map(({ id }) => id);
  world.shopify.moveLines({ shop: SHOP, orderId: order.id, lineIds, locationId: east.id });
  await world.ship(exigoOrderId, { trackingNumber1: "" });
  await bring();
  expect(tracked(order).flat()).toEqual([]);
  await world.ship(exigoOrderId, { trackingNumber1: "1Z-LATE" });
  await bring();
  expect(tracked(order)).toEqual([["1Z-LATE"], ["1Z-LATE"]]);
});

test("what staff sent with a number of their own keeps it when Exigo's numbers change", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  world.shopify.fulfilOrder({
    ...{ shop: SHOP, orderId: order.id, trackingNumbers: ["STAFF-1"] },
    lines: [{ lineId: order.lines[0]?.id ?? 0, quantity: 3 }],
  });
  await world.ship(exigoOrderId);
  await bring();
  await world.ship(exigoOrderId, { trackingNumber1: "1Z-NEW" });
  await bring();
  expect(tracked(order)).toEqual([["STAFF-1"], ["1Z-NEW"]]);
});

test("what Exigo ships as parts of an order that it split is sent part by part", async () => {
  await world.database.pool.query("UPDATE exigo_connection SET history_url = ? WHERE program_id = ?", [
    ...[`${world.exigo.url}/4.0/demo/model`, world.programId],
  ]);
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  const part = async (itemCode: string, qty: number, reference1?: string) => {
    const { orderID } = await world.callExigo("POST /orders/import", {
      ...{ customerID: world.exigoCustomerId, orderStatus: 7, orderType: 13, parentOrderID: exigoOrderId },
      ...{ orderDate: "2026-11-21 08:00:00", currencyCode: "usd", warehouseID: 1, shipMethodID: 6 },
      ...{ priceType: 1, firstName: "Ann", lastName: "Lee", address1: "1 Main", city: "Dallas" },
      ...{ state: "TX", zip: "75201", country: "US" },
      orderDetails: [{ itemCode, qty, description: itemCode, priceEach: 10, reference1 }],
    });
    return Number(orderID);
  };
  const [now, later] = [await part("TEA", 2, String(order.lines[0]?.id)), await part("TEA", 1)];
  // Exigo marks what it split; what its own lines say then is not known, so it is not sent.
  await world.ship(exigoOrderId, { orderTy: 12 });
  await world.ship(now);
  await bring();
  await bring();
  const sent = () => order.fulfilments.map(({ trackingNumbers, lines }) => [trackingNumbers, lines]);
  const lineId = order.lines[0]?.id;
  expect(sent()).toEqual([[[`1Z${now}`], [{ lineId, quantity: 2 }]]]);
  await world.ship(later);
  await bring();
  expect(sent().at(-1)).toEqual([[`1Z${later}`], [{ lineId, quantity: 1 }]]);
  expect(order.fulfilments).toHaveLength(2);
  expect(world.exigoFaults).toEqual([]);
});

test("a cancelled order waits for a person", async () => {
  const { order, exigoOrderId } = await world.addDeliveredOrder(both());
  world.shopify.cancelOrder({ shop: SHOP, orderId: order.id });
  await world.ship(exigoOrderId);
  await bring();
  expect(order.fulfilments).toEqual([]);
  const [last] = (await world.steps("shopify.fulfillment")).slice(-1);
  expect(last).toMatchObject({ state: "needs_review", last_error: "the order was cancelled in the shop" });
});

test("orders that are not ours, and returns, are left alone", async () => {
  const before = await world.steps("shopify.fulfillment");
  const made = await world.callExigo("POST /orders", {
    ...{
      customerID: world.exigoCustomerId,
      orderStatus: 9,
      orderDate: "2026-11-21 08:00:00",
      currencyCode: "usd",
      warehouseID: 1,
    },
    ...{ shipMethodID: 6, priceType: 1, orderType: 11, state: "TX", country: "US", address1: "1 Main" },
    ...{ city: "Dallas", zip: "75201", details: [{ itemCode: "TEA", quantity: 1 }] },
  });
  expect(Number(made.orderID)).toBeGreaterThan(0);
  await bring();
  expect(await world.steps("shopify.fulfillment")).toEqual(before);
  expect(world.exigoFaults).toEqual([]);
});
