import { afterAll, beforeAll, expect, test } from "vitest";

import { topicsOfSameEffect, webhookTopics } from "#core/inbox";

import { captureBodies, pictureOfEffects, replay, tellHonestHistory } from "../support/captured-bodies.ts";
import type { CapturedBody } from "../support/captured-bodies.ts";
import { COMPLIANCE_SHOP as SHOP, createComplianceWorld } from "../support/compliance-world.ts";
import type { ComplianceWorld } from "../support/compliance-world.ts";

// Somebody has every body that Shopify ever signed for the shop, and sends each under every topic, shop and id. Each
// test goes on where the one before ended.

const SIBLING = "sibling.myshopify.com";
const STRANGER = "stranger.myshopify.com";

let world: ComplianceWorld;
let captured: CapturedBody[];

beforeAll(async () => {
  world = await createComplianceWorld();
  const { wiring, database } = world;
  for (const domain of [SIBLING, STRANGER]) world.shopify.operations.createShop({ domain });
  for (const domain of [SHOP, SIBLING, STRANGER]) {
    await world.install(domain);
    const shopifyId = String(world.shopify.store.state.shops[domain]!.id);
    await wiring.installShop({ domain, shopifyId, name: domain, currency: "USD" });
  }
  const { programId } = (await wiring.adapters.programs.findShopByDomain(SHOP))!;
  await database.pool.query("UPDATE shop SET program_id = ? WHERE domain = ?", [programId, SIBLING]);
  await tellHonestHistory(world, programId);
  captured = captureBodies(world);
});

afterAll(() => world.close());

/** Sends the bodies under all topics of the shops, lets all that was taken be applied, and tells what it changed. */
async function changesBy(
  bodies: readonly CapturedBody[],
  shops: readonly string[],
  topicsFor: (topic: string) => readonly string[] = () => webhookTopics,
) {
  const before = await pictureOfEffects(world.database);
  for (const { topic, body } of bodies) await replay(world, body, { topics: topicsFor(topic), shops });
  await world.drain();
  const after = await pictureOfEffects(world.database);
  const [was, is] = [new Set(before), new Set(after)];
  return { gone: before.filter((row) => !is.has(row)), came: after.filter((row) => !was.has(row)) };
}

/** The topics under which a body could be taken for an honest one, and those that end a shop. */
const likelyTopics = (topic: string) => [
  ...new Set([topic, ...topicsOfSameEffect(topic), "app/uninstalled", "shop/redact"]),
];

const letShopBeGone = (hours: number) =>
  world.database.pool.query("UPDATE shop SET uninstalled_at = uninstalled_at - INTERVAL ? HOUR", [hours]);

const NOTHING = { gone: [], came: [] };

test("the history holds a body of every topic but those of a shop that leaves", () => {
  const topics = new Set(captured.map(({ topic }) => topic));
  const missing = webhookTopics.filter((topic) => !topics.has(topic));
  expect(missing).toEqual(["app/uninstalled", "shop/redact"]);
});

test.each(webhookTopics)(
  "a captured body of %s has no second effect under any topic, shop or id",
  async (topic) => {
    const bodies = captured.filter((each) => each.topic === topic);
    expect(await changesBy(bodies, [SHOP, SIBLING, STRANGER])).toEqual(NOTHING);
  },
);

test("nor has any of them while the shop is away, nor when it was forgotten", async () => {
  await world.control("uninstall", { shop: SHOP });
  await world.drain();
  captured = captureBodies(world);
  expect(await changesBy(captured, [SHOP], likelyTopics)).toEqual(NOTHING);
  await letShopBeGone(48);
  await world.control("requestPrivacy", { shop: SHOP, topic: "shop/redact" });
  await world.drain();
  captured = captureBodies(world);
  expect(await changesBy(captured, [SHOP], likelyTopics)).toEqual(NOTHING);
});

test("nor after the shop came back, nor when it left a second time", async () => {
  await world.control("install", { shop: SHOP });
  await world.install();
  expect(await changesBy(captured, [SHOP], likelyTopics)).toEqual(NOTHING);
  await world.control("uninstall", { shop: SHOP });
  await world.drain();
  expect(await changesBy(captured, [SHOP], likelyTopics)).toEqual(NOTHING);
});

test("a customer that another shop was given first is taken in by its own shop all the same", async () => {
  const created = world.shopify.operations.createCustomer({ shop: STRANGER, firstName: "Zoe", tags: [] });
  await world.shopify.webhooks.settled();
  const told = captureBodies(world).find(({ body }) => body.includes(`Customer/${created.id}"`))!;
  await world.database.pool.query("DELETE FROM inbox_event WHERE shop_domain = ?", [STRANGER]);
  await replay(world, told.body, { topics: [told.topic], shops: [SIBLING] });
  await world.drain();
  const namesOf = () =>
    world.database.pool.query(
      `SELECT s.domain, c.first_name AS name FROM member_customer c
         JOIN shop s ON s.program_id = c.program_id AND s.id = c.shop_id WHERE c.customer_id = ? ORDER BY s.id`,
      [created.id],
    );
  expect(await namesOf()).toEqual([{ domain: SIBLING, name: "Zoe" }]);

  world.shopify.operations.updateCustomer({ shop: STRANGER, customerId: created.id, firstName: "Zora" });
  await world.drain();
  expect(await namesOf()).toEqual([
    { domain: SIBLING, name: "Zoe" },
    { domain: STRANGER, name: "Zora" },
  ]);
  expect(world.web.log.lines.filter(({ code }) => code === "held_by_other_shop")).toHaveLength(1);
});
