import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Shop } from "#usecases/ports/programs";

import { createShopWorld, SHOP } from "../../support/shop-world.ts";
import type { ShopWorld } from "../../support/shop-world.ts";

let world: ShopWorld;
let shop: Shop;
let customerId: number;

beforeEach(async () => {
  world = await createShopWorld();
  shop = await world.install();
  await world.letPass(10 * 60);
  // Before the app was installed: what is told of it later than it happened shows nothing.
  world.minutesAgo(11 * 60);
  customerId = world.shopify.createCustomer({ shop: SHOP, email: "ada@example.com" }).id;
  await world.deliverAll();
});
afterEach(() => world.close());

const placeOrder = () =>
  world.shopify.placeOrder({
    shop: SHOP,
    customerId,
    lines: [{ title: "Mug", price: "9.00", quantity: 1 }],
    pay: true,
  });
const findings = (): Promise<{ kind: string; open: number; missed: number }[]> =>
  world.database.pool.query(
    "SELECT kind, open_kind IS NOT NULL AS open, missed FROM arrival_finding WHERE program_id = ? ORDER BY id",
    [shop.programId],
  );
const lookAgain = async () => {
  await world.letPass(5);
  return world.listen(shop);
};

/** A shop from which a webhook came every two minutes for an hour, the last one so many minutes ago. */
async function speakUntil(minutes: number): Promise<void> {
  for (let at = minutes + 60; at >= minutes; at -= 10) {
    world.minutesAgo(at);
    placeOrder();
    world.shopify.updateCustomer({ shop: SHOP, customerId, note: String(at) });
    await world.deliverAll();
    await world.database.pool.query(
      `UPDATE inbox_event SET received_at = UTC_TIMESTAMP(3) - INTERVAL ? MINUTE
        WHERE received_at > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE`,
      [at],
    );
  }
}

describe("listening to a shop", () => {
  it("finds nothing when everything came", async () => {
    await speakUntil(10);
    expect(await world.listen(shop)).toBe("nothing_missed");
    expect(await findings()).toEqual([]);
  });

  it("notices within ten minutes that nothing about orders comes any more, and says so once", async () => {
    await speakUntil(20);
    world.minutesAgo(15);
    world.shopify.updateCustomer({ shop: SHOP, customerId, note: "still here" });
    placeOrder();
    await world.deliverAll(({ topic }) => topic.startsWith("orders/"));
    expect(await world.listen(shop)).toBe("something_missed");
    expect(await findings()).toEqual([{ kind: "orders_missing", open: 1, missed: 1 }]);
    expect(await world.listen(shop)).toBeNull();
    await lookAgain();
    expect(await findings()).toHaveLength(1);
  });

  it("notices a shop that usually speaks and is silent", async () => {
    await speakUntil(55);
    world.minutesAgo(8);
    placeOrder();
    world.shopify.updateCustomer({ shop: SHOP, customerId, note: "unheard" });
    world.events.splice(0);
    await world.listen(shop);
    expect(await findings()).toEqual([{ kind: "silent", open: 1, missed: 2 }]);
  });

  it("is not fooled by routine re-reading that was there first", async () => {
    await speakUntil(20);
    world.minutesAgo(15);
    placeOrder();
    world.events.splice(0);
    await world.readShops();
    expect(await world.listen(shop)).toBe("nothing_missed");
    expect(await findings()).toEqual([{ kind: "orders_missing", open: 1, missed: 1 }]);
  });

  it("has what was missed read again at once, and closes the finding when webhooks come again", async () => {
    await speakUntil(20);
    await world.readShops();
    world.minutesAgo(15);
    const missed = placeOrder();
    world.events.splice(0);
    await world.listen(shop);
    await world.readShops();
    const known = await world.ports.rereads.knownOrders(shop.programId, shop.shopId, [String(missed.id)]);
    expect(known.size).toBe(1);
    expect(await lookAgain()).toBe("nothing_missed");
    expect(await findings()).toMatchObject([{ open: 1 }]);
    placeOrder();
    await world.deliverAll();
    await world.database.pool.query("UPDATE shop_voice SET next_look_at = UTC_TIMESTAMP(3)");
    await world.listen(shop);
    expect(await findings()).toMatchObject([{ kind: "orders_missing", open: 0 }]);
  });

  it("gives a webhook four minutes, and holds nothing against a backlog of the app's own", async () => {
    await speakUntil(20);
    world.minutesAgo(3);
    placeOrder();
    world.events.splice(0);
    expect(await world.listen(shop)).toBe("nothing_missed");
  });

  it("says of a shop that does not answer only what was heard", async () => {
    await speakUntil(20);
    await world.simulator.close();
    expect(await world.listen(shop)).toBe("unanswered");
    expect(await findings()).toEqual([]);
  });

  it("is done by one process at a time", async () => {
    const looks = await Promise.all([1, 2, 3].map(() => world.listen(shop)));
    expect(looks.filter((look) => look !== null)).toHaveLength(1);
  });
});
