import { afterAll, beforeAll, expect, it } from "vitest";

import { currentTotals } from "../../simulators/shopify/state/order-figures.ts";
import type { Order } from "../../simulators/shopify/state/types.ts";
import { createKilledDocumentsWorld } from "../support/killed-documents-world.ts";
import type { KilledDocumentsWorld } from "../support/killed-documents-world.ts";
import { SHOP } from "../support/shop-world.ts";

// What carrying out a document does to the world outside it, it does in numbered steps: claims its row, says that it
// sends, calls the other side, keeps what came of it, ends the claim. A process carries out every kind of document at
// once and comes to a standstill in each before its first effect; then it is killed, and another one goes on. Then with
// new documents before their second effect, and so on, until none is left that has so many.

/** More rounds than any document has effects. */
const MOST_EFFECTS = 40;
const RETURN_ORDER = 8;
const HOME = { address1: "1 Elm St", city: "Dallas", provinceCode: "TX", zip: "75001", countryCode: "US" };
const MOVED = { ...HOME, address1: "2 Ash St" };
const IN_EXIGO = {
  ...{ mainAddress1: "9 Oak Ave", mainCity: "Austin", mainState: "TX", mainZip: "73301" },
  mainCountry: "US",
};
const codesOf = (stem: string) => Array.from({ length: MOST_EFFECTS }, (_, round) => `${stem}-${round}`);

let world: KilledDocumentsWorld;
let mug: number;
let box: number;
let northId: number;

beforeAll(async () => {
  world = await createKilledDocumentsWorld(codesOf("NEW"));
  for (const itemCode of ["MUG", "BOX"]) await addItem(itemCode);
  mug = addProduct("MUG");
  box = addProduct("BOX");
  northId = world.shopify.createLocation({ shop: SHOP, name: "North" }).id;
  await world.tell();
  await world.compare();
  await world.settle();
}, 120_000);
afterAll(() => world.close());

async function addItem(itemCode: string): Promise<void> {
  const place = { itemCode, warehouseID: 1 };
  await world.callExigo("POST /item", { itemCode, description: `Item ${itemCode}`, weight: "1" });
  await setPrice(itemCode, "10");
  await world.callExigo("PUT /item/warehouse", { ...place, isAvailable: true, itemManageTypeID: 1 });
  await world.callExigo("PUT /warehouse/inventory", { ...place, quantity: 1_000 });
}

const setPrice = (itemCode: string, price: string) =>
  world.callExigo("PUT /item/price", { itemCode, currencyCode: "usd", priceType: 1, price });

function addProduct(sku: string): number {
  const variants = [{ price: "10.00", sku, inventoryQuantity: 1_000 }];
  const product = world.shopify.createProduct({ shop: SHOP, title: `Product ${sku}`, variants });
  return product.variants[0]?.id ?? 0;
}

/** What one round makes of every kind, as far as it is there before the process that is killed. */
interface Round {
  readonly edited: Order;
  readonly cancelled: Order;
  readonly refunded: Order;
  readonly shipped: Order;
  readonly moved: number;
  readonly changed: number;
}

/** What it makes beside: for the process that is killed, all of it is new. */
interface Made extends Round {
  readonly bought: Order;
  readonly buyer: number;
  readonly round: number;
}

const addCustomer = (name: string): number =>
  world.shopify.createCustomer({ shop: SHOP, firstName: name, lastName: "Lima", address: HOME }).id;

function buy(customerId: number, units: number): Order {
  const lines = [
    { variantId: mug, quantity: units },
    { variantId: mug, quantity: 1 },
  ];
  return world.shopify.placeOrder({ shop: SHOP, customerId, lines, shippingAmount: "4.00", pay: true });
}

async function prepare(round: number): Promise<Round> {
  const moved = addCustomer(`Moved${round}`);
  const changed = addCustomer(`Changed${round}`);
  const [edited, cancelled, shipped] = [buy(moved, 2), buy(moved, 3), buy(changed, 4)];
  const refunded = buy(changed, 6);
  await world.settle();
  await world.compare();
  await world.settle();
  return { edited, cancelled, refunded, shipped, moved, changed };
}

const exigoIdOf = async (customerId: number) => (await world.memberRow(customerId))?.exigo_customer_id;
const ordersOf = ({ id }: Order) =>
  world.company.orders.filter(({ orderKey }) => orderKey === `HC-${world.shopId}-${id}`);

const numberOf = (order: Order) => ordersOf(order)[0]?.orderID ?? 0;

/** Changes something of every kind on both sides. */
async function change(before: Round, earlier: Made | undefined, round: number): Promise<Made> {
  const { edited, cancelled, refunded, shipped, moved, changed } = before;
  world.shopify.editOrder({ shop: SHOP, orderId: edited.id, add: [{ variantId: mug, quantity: 1 }] });
  world.shopify.payOrder({ shop: SHOP, orderId: edited.id });
  world.shopify.cancelOrder({ shop: SHOP, orderId: cancelled.id });
  const lineIds = shipped.lines.slice(1).map(({ id }) => id);
  world.shopify.moveLines({ shop: SHOP, orderId: shipped.id, lineIds, locationId: northId });
  const tracking = { webCarrierID: 3, trackingNumber1: `1Z${round}` };
  await world.callExigo("PATCH /orders", { orderID: numberOf(shipped), orderStatus: 9, ...tracking });
  if (earlier)
    await world.callExigo("PATCH /orders", {
      ...{ orderID: numberOf(earlier.shipped), trackingNumber1: `1Z${earlier.round}-RIGHT` },
    });
  const lines = [{ lineId: refunded.lines[0]?.id ?? 0, quantity: 1 }];
  world.shopify.refundOrder({ shop: SHOP, orderId: refunded.id, lines });
  const buyer = addCustomer(`Buyer${round}`);
  const bought = buy(changed, 5);
  world.shopify.updateCustomer({ shop: SHOP, customerId: moved, lastName: `Okafor${round}`, address: MOVED });
  await world.callExigo("PATCH /customers", {
    ...{ customerID: await exigoIdOf(changed), customerType: 3, ...IN_EXIGO },
  });
  await addItem(`NEW-${round}`);
  await setPrice("BOX", `${20 + round}`);
  await world.callExigo("PUT /item", { itemCode: "BOX", description: `Box of ${round}`, weight: `${round}` });
  await world.callExigo("PUT /warehouse/inventory", { warehouseID: 1, itemCode: "BOX", quantity: -1 });
  await world.tell();
  await world.compare();
  return { ...before, bought, buyer, round };
}

it("does every document once, wherever the process that carries them out is killed", async () => {
  const made: Made[] = [];
  const places = new Set<string>();
  for (let effect = 1; effect < MOST_EFFECTS; effect += 1) {
    made.push(await change(await prepare(effect), made.at(-1), effect));
    const stood = await world.killed.killBefore(effect);
    await world.letPass();
    await world.settle();
    await expectOnce(made);
    for (const place of stood) places.add(place);
    if (stood.length === 0) break;
  }
  expect(made.length).toBeLessThan(MOST_EFFECTS - 1);
  expect([...places].toSorted()).toEqual(expect.arrayContaining(expectedPlaces()));
  expect(world.faults).toEqual([]);
  // The last draft gets its price and its stock; then both sides are alike, and nothing is to be done any more.
  await world.compare();
  await world.settle();
  await world.compare();
  expect(await world.left()).toEqual([]);
}, 300_000);

/** Of every kind: before it says that it sends, before the call, and before it keeps what came of it. */
function expectedPlaces(): string[] {
  const calls = {
    "exigo.order": ["documents.markSending", "exigo.createPaidOrder"],
    "exigo.order_edit": ["documents.markSending", "exigo.createOrder"],
    "exigo.order_status": ["documents.markSending", "exigo.changeOrderStatus"],
    "exigo.order_totals": ["documents.markSending", "exigo.setOrderTotals"],
    "exigo.payment": ["documents.markSending", "exigo.createPayment"],
    "exigo.return": ["documents.markSending", "exigo.createOrder"],
    "exigo.return_payment": ["documents.markSending", "exigo.createPayment"],
    "exigo.customer": ["exigo.createCustomer", "members.linkExigoCustomer", "exigo.updateCustomer"],
    "exigo.address": ["documents.markSending", "exigo.updateCustomer", "customerAgreements.agree"],
    "shopify.address": ["documents.markSending", "shopCustomers.writeAddress", "customerAgreements.agree"],
    "shopify.customer": ["documents.markSending", "shopCustomers.writeFacts", "customerAgreements.agree"],
    "shopify.product": [
      ...["documents.markSending", "shopCatalog.createProduct", "itemLinks.say"],
      ...["shopCatalog.setContent", "shopCatalog.setItems", "itemLinks.agree"],
    ],
    "shopify.price": ["documents.markSending", "shopCatalog.setPrices"],
    "shopify.stock": ["documents.markSending", "shopCatalog.setStock", "stockAgreements.keep"],
    "shopify.fulfillment": [
      ...["documents.markSending", "shopCatalog.sendPackage", "shopCatalog.correctTracking"],
    ],
  };
  return Object.entries(calls).flatMap(([kind, effects]) =>
    [...effects, "documents.finish"].map((effect) => `${kind} ${effect}`),
  );
}

/** Nothing is missing on either side, and nothing is there twice. */
async function expectOnce(made: readonly Made[]): Promise<void> {
  const last = made.at(-1)?.round ?? 0;
  for (const one of made) {
    expectOrders(one);
    await expectCustomers(one);
    const drafts = world.simulator.store
      .productsOf(SHOP)
      .filter(({ title }) => title === `Item NEW-${one.round}`);
    expect(drafts).toHaveLength(1);
    expect(one.shipped.fulfilments.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([
      [4],
      [1],
    ]);
    const tracking = one.round === last ? `1Z${last}` : `1Z${one.round}-RIGHT`;
    expect(one.shipped.fulfilments.map(({ trackingNumbers }) => trackingNumbers)).toEqual([
      [tracking],
      [tracking],
    ]);
  }
  const products = world.simulator.store.productsOf(SHOP);
  const variants = products.flatMap((product) => product.variants);
  const boxes = products.filter((product) => product.variants.some(({ id }) => id === box));
  expect(boxes.map(({ title }) => title)).toEqual([`Box of ${last}`]);
  expect(variants.find(({ id }) => id === box)).toMatchObject({
    price: `${20 + last}.00`,
    inventoryQuantity: 1_000 - made.length,
  });
}

function expectOrders({ edited, cancelled, refunded, bought }: Made): void {
  for (const order of [edited, bought, refunded]) {
    const [row, ...more] = ordersOf(order);
    // What was refunded is an order of its own.
    const total = (order === refunded ? order.originalTotal : currentTotals(order).total).shopMinor * 100;
    expect(more).toEqual([]);
    expect(row).toMatchObject({ totalUnits: total, orderStatus: 7 });
    const units = order.lines.map(({ quantity }) => quantity * 10_000);
    expect(row?.details.map(({ quantityUnits }) => quantityUnits)).toEqual(units);
    expect(paidOn(row?.orderID)).toBe(total);
  }
  expect(ordersOf(cancelled).map(({ orderStatus }) => orderStatus)).toEqual([4]);
  const returnsOf = (order: Order) =>
    world.company.orders.filter(({ returnOrderID }) => returnOrderID === numberOf(order));
  expect([...returnsOf(cancelled), ...returnsOf(edited), ...returnsOf(bought)]).toEqual([]);
  const [refund] = refunded.refunds;
  const money = (refund?.transactions ?? []).reduce((sum, { amount }) => sum - amount.shopMinor * 100, 0);
  expect(money).toBeLessThan(0);
  const returns = returnsOf(refunded).map(({ orderID, orderType, totalUnits }) => ({
    ...{ orderType, totalUnits, paid: paidOn(orderID) },
  }));
  expect(returns).toEqual([{ orderType: RETURN_ORDER, totalUnits: money, paid: money }]);
}

function paidOn(orderID: number | undefined): number {
  const payments = world.company.payments.filter((payment) => payment.orderID === orderID);
  return payments.reduce((sum, { amountUnits }) => sum + amountUnits, 0);
}

async function expectCustomers({ moved, changed, buyer, round }: Made): Promise<void> {
  for (const customerId of [moved, changed, buyer]) {
    const member = await world.memberRow(customerId);
    const rows = world.company.customers.filter(
      ({ customerKey }) => customerKey === `HC-${world.programId}-${member?.id}`,
    );
    expect(rows.map(({ customerID }) => customerID)).toEqual([member?.exigo_customer_id]);
    const { firstName, lastName, defaultAddress } = world.simulator.store.customer(SHOP, customerId) ?? {};
    const mainAddress1 = defaultAddress?.address1;
    expect(rows[0]?.columns).toMatchObject({ firstName, lastName, mainAddress1 });
    const isChanged = customerId === changed;
    const street = customerId === moved ? MOVED.address1 : HOME.address1;
    expect(mainAddress1).toBe(isChanged ? IN_EXIGO.mainAddress1 : street);
    if (customerId === moved) expect(lastName).toBe(`Okafor${round}`);
    if (isChanged) expect(metafieldOf(customerId)).toBe("3");
  }
}

const metafieldOf = (customerId: number) =>
  Object.values(world.simulator.store.state.metafields).find(
    ({ ownerId, key }) => ownerId === `gid://shopify/Customer/${customerId}` && key === "exigo_type",
  )?.value;
