import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { SIGNED_TOPICS } from "#core/rereading";
import { addMilliseconds } from "#core/units";
import { listenToShop } from "#usecases/listen-to-shop";
import type { Shop } from "#usecases/ports/programs";

import type { ShopEvent } from "../../../simulators/shopify/operations/index.ts";
import { createShopWorld } from "../../support/shop-world.ts";
import type { ShopWorld } from "../../support/shop-world.ts";

let world: ShopWorld;

beforeAll(async () => {
  world = await createShopWorld();
});
afterAll(() => world.close());

interface TestShop extends Shop {
  readonly customerId: number;
  readonly productId: number;
}

/** A shop that has had the app for hours, with a customer and a product. */
async function openShop(name: string): Promise<TestShop> {
  world.minutesAgo(0);
  const installed = await world.install(`${name}.myshopify.com`);
  await world.letPass(200);
  world.minutesAgo(150);
  const shop = installed.domain;
  const customer = world.shopify.createCustomer({ shop, email: "ada@example.com", firstName: "Ada" });
  const product = world.shopify.createProduct({ shop, title: "Tea", variants: [{ price: "12.50" }] });
  await deliver(150);
  return { ...installed, customerId: customer.id, productId: product.id };
}

/** Delivers what happened, so many minutes ago, without what `isLost` names. */
async function deliver(minutes: number, isLost: (event: ShopEvent) => boolean = () => false): Promise<void> {
  await world.deliverAll(isLost);
  await world.database.pool.query(
    `UPDATE inbox_event SET received_at = UTC_TIMESTAMP(3) - INTERVAL ? SECOND
      WHERE received_at > UTC_TIMESTAMP(3) - INTERVAL 30 SECOND`,
    [minutes * 60 - 1],
  );
}

let names = 0;

/** Whatever happens in a shop, within three minutes, the last of it so many minutes ago. */
function happen({ domain: shop, customerId, productId }: TestShop, minutes: number): void {
  const { shopify } = world;
  const lines = [{ title: "Mug", price: "9.00", quantity: 2 }];
  names += 1;
  world.minutesAgo(minutes + 2);
  const orders = Array.from({ length: 4 }, () => shopify.placeOrder({ shop, customerId, lines, pay: true }));
  const [sent, edited, refunded, cancelled] = orders.map(({ id }) => id) as [number, number, number, number];
  const lineOf = (index: number) => orders[index]?.lines[0]?.id ?? 0;
  world.minutesAgo(minutes + 1);
  shopify.fulfilOrder({ shop, orderId: sent, lines: [{ lineId: lineOf(0), quantity: 1 }] });
  world.minutesAgo(minutes);
  shopify.fulfilOrder({ shop, orderId: sent });
  shopify.editOrder({ shop, orderId: edited, add: [{ title: "Cup", price: "5.00", quantity: 1 }] });
  shopify.refundOrder({ shop, orderId: refunded, lines: [{ lineId: lineOf(2), quantity: 1 }] });
  shopify.cancelOrder({ shop, orderId: cancelled });
  shopify.updateCustomer({ shop, customerId, firstName: `Ada ${names}`, tags: [`tag-${names}`] });
  shopify.updateProduct({ shop, productId, title: `Tea ${names}` });
  shopify.createProduct({ shop, title: `Jar ${names}`, variants: [{ price: "3.00" }] });
  shopify.createCustomer({ shop, email: `${names}@example.com`, firstName: "Grace" });
}

/** A look at a shop, as it was so many minutes ago by the database's clock. */
async function look(shop: Shop, minutesAgo = 0) {
  await world.database.pool.query("UPDATE shop_voice SET next_look_at = UTC_TIMESTAMP(3) WHERE shop_id = ?", [
    shop.shopId,
  ]);
  const { arrivals } = world.ports;
  const claim: typeof arrivals.claim = async (one, nextInMs) => {
    const check = await arrivals.claim(one, nextInMs);
    return check && { ...check, now: addMilliseconds(check.now, -minutesAgo * 60_000) };
  };
  return listenToShop({ ...world.ports, arrivals: { ...arrivals, claim } }, shop);
}

const findings = async ({ programId, shopId }: Shop) =>
  (await world.ports.arrivals.openFindings(programId, shopId)).map(({ kind, shownBy }) => ({
    kind,
    shownBy,
  }));
const kinds = async (shop: Shop) => (await findings(shop)).map(({ kind }) => kind);

describe("a shop whose one topic is not subscribed to", () => {
  it.each(SIGNED_TOPICS)("is noticed within two looks, and until it is heard again: %s", async (topic) => {
    const shop = await openShop(topic.replace(/[^a-z]/g, "-"));
    happen(shop, 70);
    await deliver(70);
    await look(shop, 60);
    expect(await kinds(shop)).toEqual([]);
    happen(shop, 9);
    await deliver(9, (event) => event.topic === topic);
    await look(shop, 8);
    expect(await kinds(shop)).toEqual([]);
    await look(shop, 4);
    expect(await kinds(shop)).toEqual([topic]);
    await look(shop);
    expect(await kinds(shop)).toEqual([topic]);
    happen(shop, 0);
    await deliver(0);
    await look(shop);
    expect(await kinds(shop)).toEqual([]);
  });

  it("has nothing read again when its sisters told the same, and names what showed it", async () => {
    const shop = await openShop("sisters");
    world.minutesAgo(9);
    const order = world.shopify.placeOrder({
      shop: shop.domain,
      customerId: shop.customerId,
      lines: [{ title: "Mug", price: "9.00", quantity: 1 }],
      pay: true,
    });
    await deliver(9, ({ topic }) => topic === "orders/paid");
    expect(await look(shop)).toBe("nothing_missed");
    expect(await findings(shop)).toEqual([{ kind: "orders/paid", shownBy: order.name }]);
  });

  it("is noticed though the routine re-reading of customers was to be there first", async () => {
    const shop = await openShop("routine");
    world.minutesAgo(9);
    world.shopify.updateCustomer({ shop: shop.domain, customerId: shop.customerId, firstName: "Augusta" });
    world.shopify.createCustomer({ shop: shop.domain, email: "grace@example.com" });
    await deliver(9, ({ topic }) => topic === "customers/update");
    const listenNow = (one: Parameters<typeof listenToShop>[1]) =>
      listenToShop(world.ports, one, { asked: true });
    await world.readShops({ ...world.ports, listenNow });
    expect(await kinds(shop)).toEqual(["customers/update"]);
    await look(shop);
    expect(await kinds(shop)).toEqual(["customers/update"]);
  });
});

describe("a shop that told everything", () => {
  const paidOrder = (shop: TestShop, more = {}) =>
    world.shopify.placeOrder({
      shop: shop.domain,
      customerId: shop.customerId,
      lines: [{ title: "Mug", price: "9.00", quantity: 1 }],
      pay: true,
      ...more,
    });

  it("has no finding for deliveries that came in another order", async () => {
    const shop = await openShop("reversed");
    happen(shop, 9);
    world.events.reverse();
    await deliver(9);
    await look(shop);
    expect(await kinds(shop)).toEqual([]);
  });

  it("has no finding for orders that were imported with dates of the past", async () => {
    const shop = await openShop("imported");
    paidOrder(shop, { processedAt: "2026-01-05T10:00:00Z" });
    await deliver(9, ({ topic }) => topic === "orders/create");
    await look(shop);
    expect(await kinds(shop)).toEqual([]);
  });

  it("has no finding for what happened before the app was there", async () => {
    const shop = await openShop("new");
    happen(shop, 9);
    world.events.splice(0);
    await world.database.pool.query(
      "UPDATE shop SET installed_at = UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE WHERE id = ?",
      [shop.shopId],
    );
    await look(shop);
    expect(await kinds(shop)).toEqual([]);
  });

  it("loses the finding of one lost delivery with the next that comes", async () => {
    const shop = await openShop("lost-once");
    world.minutesAgo(9);
    paidOrder(shop);
    await deliver(9, ({ topic }) => topic === "orders/paid");
    world.minutesAgo(8);
    paidOrder(shop);
    await deliver(8);
    await look(shop);
    expect(await kinds(shop)).toEqual([]);
  });

  it("is listened to also when it does not let its products be read", async () => {
    const shop = await openShop("no-products");
    for (const token of Object.values(world.simulator.store.state.accessTokens)) {
      if (token.shop === shop.domain)
        token.scopes = token.scopes.filter((scope) => !scope.endsWith("_products"));
    }
    happen(shop, 9);
    await deliver(9, ({ topic }) => topic === "orders/paid" || topic === "products/create");
    expect(await look(shop)).toBe("nothing_missed");
    expect(await kinds(shop)).toEqual(["orders/paid"]);
  });
});
