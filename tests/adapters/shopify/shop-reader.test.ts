import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createBulkReader } from "#adapters/shopify/bulk-reader";
import { createShopReader } from "#adapters/shopify/shop-reader";
import { mergeOrder } from "#core/earning";
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
import { createShopWorld, SHOP } from "../../support/shop-world.ts";
import type { ShopWorld } from "../../support/shop-world.ts";

let world: ShopWorld;
let reader: ShopReader;
let bulk: BulkReader;
let orderIds: number[];

beforeAll(async () => {
  world = await createShopWorld();
  await world.install();
  const admin = world.adminClient();
  reader = createShopReader(admin);
  bulk = createBulkReader(admin);
  orderIds = placeOrders();
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
function snapshotOf(events: readonly ShopEvent[], orderId: number): OrderSnapshot | null {
  const { readOrder, readRefund } = world.ports.payloads;
  return events.reduce<OrderSnapshot | null>((known, { topic, payload }) => {
    const body = JSON.stringify(payload);
    if (topic === "refunds/create") {
      const told = readRefund(body);
      const isOfOrder = told.ok && told.value.orderId === String(orderId);
      return isOfOrder ? mergeOrder(known, { facts: null, refunds: [told.value.refund] }) : known;
    }
    if (!topic.startsWith("orders/")) return known;
    const told = readOrder(body);
    return told.ok && told.value.orderId === String(orderId) ? mergeOrder(known, told.value.news) : known;
  }, null);
}

async function readInBulk<Row>(
  resource: "orders" | "customers",
  rowsOf: (url: string) => AsyncIterable<ShopifyRead<BulkRows<Row>>>,
): Promise<Row[]> {
  const id = valueOf(await bulk.start(SHOP, resource, everything));
  for (;;) {
    const state = valueOf(await bulk.look(SHOP, id));
    if (state.state === "ended") throw new Error(state.reason);
    if (state.state === "running") continue;
    const rows: Row[] = [];
    if (state.url === null) return rows;
    for await (const batch of rowsOf(state.url)) rows.push(...valueOf(batch).rows);
    return rows;
  }
}

/** Orders of every kind that the simulator knows. */
function placeOrders(): number[] {
  const { shopify } = world;
  const customerId = shopify.createCustomer({ shop: SHOP, email: "ada@example.com", firstName: "Ada" }).id;
  const product = shopify.createProduct({
    shop: SHOP,
    title: "Tea",
    vendor: "Kettle & Co",
    variants: [{ title: "Green", price: "12.50", sku: "TEA-G" }],
  });
  const variantId = product.variants[0]?.id ?? 0;
  const placed = (more: object, lines: object[] = [{ variantId, quantity: 3 }]) =>
    shopify.placeOrder({ shop: SHOP, customerId, lines, pay: true, ...more } as Parameters<
      typeof shopify.placeOrder
    >[0]);
  const pending = placed({ pay: false });
  const discounted = placed({ discount: { code: "TEN", percent: 10 }, shippingAmount: "4.90" });
  const guest = placed({ customerId: null });
  const custom = placed({}, [{ title: "Engraving", price: "7.00", quantity: 1 }]);
  const inYen = placed({ presentment: { currency: "JPY", rate: "150.25" } });
  const cancelled = placed({});
  shopify.cancelOrder({ shop: SHOP, orderId: cancelled.id });
  const edited = placed({});
  shopify.editOrder({
    shop: SHOP,
    orderId: edited.id,
    remove: [{ lineId: edited.lines[0]?.id ?? 0, quantity: 1 }],
  });
  const refunded = placed({ shippingAmount: "4.90" });
  const lineId = refunded.lines[0]?.id ?? 0;
  shopify.refundOrder({ shop: SHOP, orderId: refunded.id, lines: [{ lineId, quantity: 1 }] });
  shopify.refundOrder({ shop: SHOP, orderId: refunded.id, lines: [{ lineId, quantity: 1 }] });
  const long = placed(
    {},
    Array.from({ length: 75 }, (_, index) => ({ title: `Bead ${index}`, price: "1.10", quantity: 2 })),
  );
  shopify.refundOrder({ shop: SHOP, orderId: long.id, all: true });
  return [pending, discounted, guest, custom, inYen, cancelled, edited, refunded, long].map(({ id }) => id);
}

describe("an order read by GraphQL", () => {
  it("says nothing new after its webhooks, page by page and in bulk", async () => {
    const events = [...world.events];
    const inPages = valueOf(await reader.readOrders(SHOP, orderIds.map(String)));
    const inBulk = await readInBulk("orders", (url) => bulk.readOrders(SHOP, url, 0));
    expect(inPages.map(({ orderId }) => orderId)).toEqual(orderIds.map(String));
    for (const [index, orderId] of orderIds.entries()) {
      const fromWebhooks = snapshotOf(events, orderId);
      const fromBulk = inBulk.find((order) => order.orderId === String(orderId));
      for (const read of [inPages[index], fromBulk]) {
        if (!read) throw new Error(`order ${orderId} was not read`);
        const { news } = toldOf(read);
        expect(news.facts, `order ${index}`).toEqual(fromWebhooks?.facts);
        expect(mergeOrder(fromWebhooks, news), `order ${index}`).toBe(fromWebhooks);
      }
    }
  });

  it("tells the customer as the order's webhook does", async () => {
    const orderId = orderIds[0] ?? 0;
    const body = world.events.findLast(
      ({ topic, payload }) => topic === "orders/updated" && (payload as { id: number }).id === orderId,
    );
    const told = world.ports.payloads.readOrder(JSON.stringify(body?.payload));
    const [read] = valueOf(await reader.readOrders(SHOP, [String(orderId)]));
    expect(read && toldOf(read).customer).toEqual(told.ok && told.value.customer);
  });

  it("is left out when it is gone or hidden", async () => {
    const orderId = orderIds.at(-1) ?? 0;
    world.shopify.deleteOrder({ shop: SHOP, orderId });
    expect(valueOf(await reader.readOrders(SHOP, [String(orderId), "77"]))).toEqual([]);
  });
});

describe("a customer read by GraphQL", () => {
  it("is the customer of the webhook, listed and in bulk", async () => {
    const { id } = world.shopify.createCustomer({ shop: SHOP, email: "bob@example.com", lastName: "Boole" });
    world.shopify.createCustomer({ shop: SHOP, email: null, firstName: "Nameless", emailVerified: false });
    world.shopify.updateCustomer({ shop: SHOP, customerId: id, firstName: "Bob" });
    const told = world.events
      .filter(({ topic }) => topic.startsWith("customers/"))
      .map(({ payload }) => world.ports.payloads.readCustomer(JSON.stringify(payload)));
    const listed = valueOf(await reader.listCustomers(SHOP, everything, null)).rows;
    const inBulk = await readInBulk<ReadCustomer>("customers", (url) => bulk.readCustomers(url, 0));
    expect(inBulk).toHaveLength(listed.length);
    for (const read of [...listed, ...inBulk]) {
      const newest = told.findLast((one) => one.ok && one.value.customerId === read.customerId);
      expect(read.told).toEqual(newest);
    }
  });
});
