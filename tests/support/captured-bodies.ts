import { webhookTopics } from "#core/inbox";
import type { Database } from "#adapters/mysql/database";

import { COMPLIANCE_SHOP as SHOP, SECRETS } from "./compliance-world.ts";
import type { ComplianceWorld } from "./compliance-world.ts";
import { signatureOf, webhookHeaders } from "./webhooks.ts";

/** A body that Shopify signed, and the topic under which it was honest. */
export interface CapturedBody {
  readonly topic: string;
  readonly body: string;
}

/** Everything that Shopify has told the app so far, each body once for its topic. */
export function captureBodies({ shopify }: ComplianceWorld): CapturedBody[] {
  const told = shopify.store.state.deliveries.map(({ topic, body }) => ({ topic, body }));
  return [...new Map(told.map((each) => [`${each.topic}\n${each.body}`, each])).values()];
}

/**
 * What happens in a shop, each topic at least once, and what staff do about it: an order that is paid, refunded and
 * disputed, one that is deleted, customers that change, that are merged and parted again, deleted and forgotten, and a
 * product that comes and goes. All within a second or two, so that many bodies tell the same time.
 */
export async function tellHonestHistory(world: ComplianceWorld, programId: number): Promise<void> {
  const { operations } = world.shopify;
  const customer = (name: string, tags: string[] = []) =>
    operations.createCustomer({ shop: SHOP, firstName: name, email: `${name}@example.com`, tags }).id;
  const [ada, bob, eve, gone, forgotten] = ["ada", "bob", "eve", "gone", "forgotten"].map((name) =>
    customer(name, ["vip"]),
  ) as [number, number, number, number, number];
  const tea = operations.createProduct({
    shop: SHOP,
    title: "Tea",
    variants: [{ price: "10.00", sku: "T" }],
  });
  const cup = operations.createProduct({ shop: SHOP, title: "Cup", variants: [{ price: "4.00" }] });
  const variantId = tea.variants[0]!.id;
  const buy = (customerId: number, quantity = 2, pay = true) =>
    operations.placeOrder({ shop: SHOP, customerId, lines: [{ variantId, quantity }], pay }).id;
  const [first, , late, dropped] = [buy(ada, 3), buy(bob), buy(ada, 2, false), buy(eve, 2, false)] as const;
  await world.drain();

  operations.payOrder({ shop: SHOP, orderId: late });
  operations.editOrder({ shop: SHOP, orderId: late, add: [{ variantId, quantity: 1 }] });
  const lineId = world.shopify.store.ordersOf(SHOP).find(({ id }) => id === first)!.lines[0]!.id;
  operations.refundOrder({ shop: SHOP, orderId: first, lines: [{ lineId, quantity: 1 }] });
  const { disputeId } = operations.disputeOrder({ shop: SHOP, orderId: late, status: "needs_response" });
  operations.cancelOrder({ shop: SHOP, orderId: dropped });
  operations.deleteOrder({ shop: SHOP, orderId: dropped });
  operations.updateCustomer({ shop: SHOP, customerId: ada, firstName: "Adele", tags: ["gold"] });
  operations.updateCustomer({ shop: SHOP, customerId: ada, firstName: "Ada", tags: ["vip", "silver"] });
  operations.updateProduct({ shop: SHOP, productId: tea.id, title: "Green tea" });
  operations.updateProduct({ shop: SHOP, productId: tea.id, title: "Black tea" });
  operations.deleteProduct({ shop: SHOP, productId: cup.id });
  operations.setInventory({ shop: SHOP, variantId, quantity: 40 });
  operations.deleteCustomer({ shop: SHOP, customerId: gone });
  await world.drain();
  operations.disputeOrder({ shop: SHOP, orderId: late, disputeId, status: "won" });
  operations.fulfilOrder({ shop: SHOP, orderId: first, lines: [{ lineId, quantity: 1 }] });
  operations.fulfilOrder({ shop: SHOP, orderId: late });
  operations.mergeCustomers({ shop: SHOP, keptId: ada, deletedId: bob });
  operations.mergeCustomers({ shop: SHOP, keptId: ada, deletedId: customer("unpaid") });
  await world.control("changeScopes", { shop: SHOP, scopes: ["read_orders", "read_customers"] });
  await world.control("changeScopes", { shop: SHOP, scopes: ["read_orders"] });
  await world.control("requestPrivacy", { shop: SHOP, topic: "customers/data_request", customerId: eve });
  await world.control("requestPrivacy", { shop: SHOP, topic: "customers/redact", customerId: forgotten });
  for (const topic of webhookTopics.filter((each) => each.startsWith("fulfillment_orders/"))) {
    await world.control("sendWebhook", {
      shop: SHOP,
      topic,
      payload: { fulfillment_order: { id: late, topic } },
    });
  }
  await world.drain();
  await doWhatStaffDo(world, programId);
}

/** Undoes a merge, and credits wait for an address that was forgotten with its customer. */
async function doWhatStaffDo({ wiring, database }: ComplianceWorld, programId: number): Promise<void> {
  const merges: { id: number }[] = await database.pool.query(
    "SELECT id FROM member_merge WHERE program_id = ? AND state = 'merged'",
    [programId],
  );
  for (const { id: mergeId } of merges) {
    const undone = await wiring.undoMerge({
      ...{ programId, mergeId, staff: "4711", formKey: `undo-${mergeId}`, note: "" },
      asOf: new Date().toISOString(),
    });
    if (!undone.ok) throw new Error(undone.refusal.code);
  }
  await database.pool.query(
    `INSERT INTO waiting_opening (program_id, business_key, source, mode, email, amount, effective_at, state, created_at)
     VALUES (?, 'open/test/1', 'test', 'add', 'forgotten@example.com', 3, UTC_TIMESTAMP(3), 'waiting', UTC_TIMESTAMP(3))`,
    [programId],
  );
}

/** Sends a captured body under topics and shops, each time with ids and a time of the attacker's own. */
export async function replay(
  { web }: ComplianceWorld,
  body: string,
  { topics, shops }: { readonly topics: readonly string[]; readonly shops: readonly string[] },
): Promise<void> {
  const sent = topics.flatMap((topic) =>
    shops.map(async (shop) => {
      const headers = webhookHeaders(body, {
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": shop,
        "x-shopify-triggered-at": new Date(Date.now() + 60_000).toISOString(),
        "x-shopify-hmac-sha256": signatureOf(body, SECRETS.apiSecret),
      });
      const response = await fetch(`${web.origin}/webhooks`, { method: "POST", body, headers });
      await response.text();
      if (![200, 400, 401].includes(response.status)) throw new Error(`answered ${response.status}`);
    }),
  );
  await Promise.all(sent);
}

/** Every row of every table but the inbox itself, as text. */
export async function pictureOfEffects({ pool }: Database): Promise<string[]> {
  const tables: { name: string }[] = await pool.query(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name NOT IN ('inbox_event', '_prisma_migrations') ORDER BY name`,
  );
  const pictures = await Promise.all(
    tables.map(async ({ name }) => {
      const rows: Record<string, unknown>[] = await pool.query(`SELECT * FROM \`${name}\``);
      return rows.map((row) => `${name} ${JSON.stringify(row, textOf)}`).sort();
    }),
  );
  return pictures.flat();
}

function textOf(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
