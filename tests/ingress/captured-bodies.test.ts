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
  const { shop } = await world.install();
  await wiring.installShop({ domain: SHOP, shopifyId: "1", name: "Canary", currency: "USD" });
  await database.pool.query("UPDATE shop SET shopify_id = ? WHERE domain = ?", [numberOf(SHOP), SHOP]);
  for (const [domain, shopifyId] of [
    [SIBLING, "77"],
    [STRANGER, "78"],
  ] as const) {
    await wiring.installShop({ domain, shopifyId, name: domain, currency: "USD" });
  }
  await database.pool.query("UPDATE shop SET program_id = ? WHERE domain = ?", [shop.programId, SIBLING]);
  await tellHonestHistory(world, shop.programId);
  captured = captureBodies(world);
});

afterAll(() => world.close());

const numberOf = (domain: string): number => world.shopify.store.state.shops[domain]!.id;

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
