import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createBulkReader } from "#adapters/shopify/bulk-reader";
import { createShopReader } from "#adapters/shopify/shop-reader";
import { mergeOrder, unknownOrder } from "#core/earning";
import type { OrderSnapshot } from "#core/earning";
import type {
  BulkReader,
  BulkRows,
  ReadCustomer,
  ReadOrder,
  ShopReader,
  ShopifyRead,
} from "#usecases/ports/shop-reader";

import type { ShopEvent } from "../../../simulators/shopify/operations/index.ts";
import type { PlaceOrderInput } from "../../../simulators/shopify/operations/inputs.ts";
import { putMetafield } from "../../../simulators/shopify/state/metafields.ts";
import type { Order } from "../../../simulators/shopify/state/types.ts";
import { evaluateBy, rule } from "../../core/earning/orders.ts";
import { createShopWorld, SHOP } from "../../support/shop-world.ts";
import type { ShopWorld } from "../../support/shop-world.ts";

const VAT = "vat.myshopify.com";
const SHOPS = [SHOP, VAT];

let world: ShopWorld;
let reader: ShopReader;
let bulk: BulkReader;
const placed = new Map<string, number[]>();
const ordersOf = (shop: string): number[] => placed.get(shop) ?? [];

beforeAll(async () => {
  world = await createShopWorld();
  await world.install();
  await world.install(VAT, { currency: "GBP", taxesIncluded: true });
  const admin = world.adminClient();
  reader = createShopReader(admin);
  bulk = createBulkReader(admin);
  for (const shop of SHOPS) placed.set(shop, placeOrders(shop));
});
afterAll(() => world.close());

const everything = { since: null, until: "2100-01-01T00:00:00.000Z" };

function valueOf<T>(read: ShopifyRead<T>): T {
  if (!read.ok) throw new Error(`Shopify was not read: ${read.message}`);
  return read.value;
}

function toldOf({ told }: Pick<ReadOrder, "told">) {
  if (!told.ok)
    throw new Error(`the order was not understood: ${told.refusal.field} ${told.refusal.problem}`);
  return told.value;
}

/** What all webhooks of an order told. */
function snapshotOf(events: readonly ShopEvent[], orderId: number): OrderSnapshot {
  const { readOrder, readRefund } = world.ports.payloads;
  return events.reduce<OrderSnapshot>((known, { topic, payload }) => {
    const body = JSON.stringify(payload);
    if (topic === "refunds/create") {
      const told = readRefund(body);
      const isOfOrder = told.ok && told.value.orderId === String(orderId);
      return isOfOrder ? mergeOrder(known, { facts: null, refunds: [told.value.refund] }) : known;
    }
    if (!topic.startsWith("orders/")) return known;
    const told = readOrder(body);
    return told.ok && told.value.orderId === String(orderId) ? mergeOrder(known, told.value.news) : known;
  }, unknownOrder.snapshot);
}

async function readInBulk<Row>(
  shop: string,
  resource: "orders" | "customers",
  rowsOf: (url: string) => AsyncIterable<ShopifyRead<BulkRows<Row>>>,
): Promise<Row[]> {
  const id = valueOf(await bulk.start(shop, resource, everything));
  for (;;) {
    const state = valueOf(await bulk.look(shop, id));
    if (state.state === "ended") throw new Error(state.reason);
    if (state.state === "running") continue;
    const rows: Row[] = [];
    if (state.url === null) return rows;
    for await (const batch of rowsOf(state.url)) rows.push(...valueOf(batch).rows);
    return rows;
  }
}

const TIPS = [{ amount: "3.00" }, { amount: "2.50", title: "Trinkgeld" }];

/** Orders of every kind that the simulator knows. */
function placeOrders(shop: string): number[] {
  const { shopify } = world;
  const customerId = shopify.createCustomer({ shop, email: "ada@example.com", firstName: "Ada" }).id;
  const product = shopify.createProduct({
    shop,
    title: "Tea",
    vendor: "Kettle & Co",
    variants: [{ title: "Green", price: "12.50", sku: "TEA-G" }],
  });
  const card = shopify.createProduct({ shop, title: "Gift", giftCard: true, variants: [{ price: "25.00" }] });
  const variantId = product.variants[0]?.id ?? 0;
  const placed = (more: Partial<PlaceOrderInput>) =>
    shopify.placeOrder({ shop, customerId, lines: [{ variantId, quantity: 3 }], pay: true, ...more });
  const firstLine = ({ lines }: Order): number => lines[0]?.id ?? 0;
  const cancelled = placed({ shippingAmount: "4.90" });
  shopify.cancelOrder({ shop, orderId: cancelled.id });
  const edited = placed({});
  shopify.editOrder({ shop, orderId: edited.id, remove: [{ lineId: firstLine(edited), quantity: 1 }] });
  const refunded = placed({ shippingAmount: "4.90", presentment: { currency: "EUR", rate: "0.9" } });
  for (const shipping of [true, undefined] as const) {
    const lines = [{ lineId: firstLine(refunded), quantity: 1 }];
    shopify.refundOrder({ shop, orderId: refunded.id, lines, ...(shipping ? { shipping } : {}) });
  }
  const generous = placed({});
  shopify.refundOrder({ shop, orderId: generous.id, amount: "3.00" });
  const fulfilled = placed({});
  shopify.fulfilOrder({ shop, orderId: fulfilled.id });
  const partly = placed({});
  shopify.fulfilOrder({ shop, orderId: partly.id, lines: [{ lineId: firstLine(partly), quantity: 1 }] });
  const long = placed({
    lines: Array.from({ length: 75 }, (_, index) => ({ title: `Bead ${index}`, price: "1.10", quantity: 2 })),
  });
  shopify.refundOrder({ shop, orderId: long.id, all: true });
  return [
    placed({ pay: false }),
    placed({ discount: { code: "TEN", percent: 10 }, shippingAmount: "4.90" }),
    placed({ customerId: null }),
    placed({ lines: [{ title: "Engraving", price: "7.00", quantity: 1 }] }),
    ...TIPS.map((tip) => placed({ tip, shippingAmount: "4.90", discount: { code: "TEN", percent: 10 } })),
    placed({ lines: [{ variantId: card.variants[0]?.id ?? 0, quantity: 1 }] }),
    placed({ lines: [{ variantId, quantity: 1, sellingPlan: "Monthly" }] }),
    placed({ presentment: { currency: "JPY", rate: "150.25" } }),
    placed({ sourceName: "pos", tags: ["vip", "b2b"], test: true }),
    ...[cancelled, edited, refunded, generous, fulfilled, partly, long],
  ].map(({ id }) => id);
}

describe("an order read by GraphQL", () => {
  it.each(SHOPS)("says nothing new after its webhooks, page by page and in bulk, in %s", async (shop) => {
    const orderIds = ordersOf(shop);
    const events = [...world.events];
    const inPages = valueOf(await reader.readOrders(shop, orderIds.map(String)));
    const inBulk = await readInBulk<ReadOrder>(shop, "orders", (url) => bulk.readOrders(shop, url, 0));
    expect(inPages.map(({ orderId }) => orderId)).toEqual(orderIds.map(String));
    for (const [index, orderId] of orderIds.entries()) {
      const fromWebhooks = snapshotOf(events, orderId);
      const fromBulk = inBulk.find((order) => order.orderId === String(orderId));
      for (const read of [inPages[index], fromBulk]) {
        if (!read) throw new Error(`order ${orderId} was not read`);
        const { news } = toldOf(read);
        expect(news.facts, `order ${index}`).toEqual(fromWebhooks.facts);
        expect(news.refunds, `order ${index}`).toEqual(fromWebhooks.refunds);
        expect(mergeOrder(fromWebhooks, news), `order ${index}`).toBe(fromWebhooks);
      }
    }
  });

  it("earns the same as by its webhook when there is a tip, and nothing for the tip", async () => {
    const withTip = world.simulator.store
      .ordersOf(SHOP)
      .filter(({ lines }) => lines.some(({ tip }) => tip))
      .map(({ id }) => id);
    const read = valueOf(await reader.readOrders(SHOP, withTip.map(String)));
    const rules = [rule(1, "2026-01-01T00:00:00.000Z")];
    const evaluated = (snapshot: OrderSnapshot) => evaluateBy(snapshot, rules, { scale: 0 });
    expect(withTip).toHaveLength(TIPS.length);
    for (const [index, orderId] of withTip.entries()) {
      const byReading = evaluated(mergeOrder(unknownOrder.snapshot, toldOf(read[index]!).news));
      expect(byReading).toEqual(evaluated(snapshotOf(world.events, orderId)));
      // Three teas for 37.50, less ten percent.
      expect(byReading).toMatchObject({ reason: "earned", baseMinor: 3375 });
    }
  });

  it("tells the customer as the order's webhook does", async () => {
    const orderId = ordersOf(SHOP)[0] ?? 0;
    const body = world.events.findLast(
      ({ topic, payload }) => topic === "orders/updated" && (payload as { id: number }).id === orderId,
    );
    const told = world.ports.payloads.readOrder(JSON.stringify(body?.payload));
    const [read] = valueOf(await reader.readOrders(SHOP, [String(orderId)]));
    expect(read && toldOf(read).customer).toEqual(told.ok && told.value.customer);
  });

  it("is left out when it is gone or hidden", async () => {
    const orderId = ordersOf(SHOP).at(-1) ?? 0;
    world.shopify.deleteOrder({ shop: SHOP, orderId });
    expect(valueOf(await reader.readOrders(SHOP, [String(orderId), "77"]))).toEqual([]);
  });
});

describe("a customer read by GraphQL", () => {
  it("is the customer of the webhook, listed and in bulk", async () => {
    const { id } = world.shopify.createCustomer({ shop: SHOP, email: "bob@example.com", lastName: "Boole" });
    world.shopify.createCustomer({ shop: SHOP, email: null, firstName: "Nameless", emailVerified: false });
    world.shopify.updateCustomer({ shop: SHOP, customerId: id, firstName: "Bob" });
    putMetafield(world.simulator.store, {
      ...{ shop: SHOP, ownerId: `gid://shopify/Customer/${id}`, namespace: "facts", key: "birth_date" },
      ...{ type: "date", value: "1990-02-28" },
    });
    const told = world.events
      .filter(({ shop, topic }) => shop === SHOP && topic.startsWith("customers/"))
      .map(({ payload }) => world.ports.payloads.readCustomer(JSON.stringify(payload)));
    const listed = valueOf(await reader.listCustomers(SHOP, everything, null)).rows;
    const inBulk = await readInBulk<ReadCustomer>(SHOP, "customers", (url) => bulk.readCustomers(url, 0));
    expect(inBulk).toHaveLength(listed.length);
    for (const read of [...listed, ...inBulk]) {
      const newest = told.findLast((one) => one.ok && one.value.customerId === read.customerId);
      // Metafields come with this reading alone.
      const birthDate = read.customerId === String(id) ? "1990-02-28" : null;
      expect(read.told).toEqual(newest?.ok && { ...newest, value: { ...newest.value, birthDate } });
    }
  });
});
