import { afterAll, beforeAll, expect, test } from "vitest";

import type { DocumentDraft } from "#core/sync";
import type * as HomeRoute from "../../app/routes/app._index.tsx";
import type * as SyncRoute from "../../app/routes/app.sync.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let route: typeof SyncRoute;
let home: typeof HomeRoute;
let programId: number;
let shopId: number;
let ids: readonly number[];

const DRAFT: DocumentDraft = {
  kind: "exigo.order",
  document: "order/1/1001",
  stepKey: "order/1/1001/create",
  shopId: null,
  memberId: null,
  domain: "orders",
  fields: ["order"],
  content: {},
};

beforeAll(async () => {
  world = await createAdminWorld();
  route = await import("../../app/routes/app.sync.tsx");
  home = await import("../../app/routes/app._index.tsx");
  for (const shop of ["syncing", "curious"]) {
    world.addShop(shop);
    await load(shop);
  }
  const { programs, documents } = world.wiring.adapters;
  ({ programId, shopId } = (await programs.findShopByDomain("syncing.myshopify.com"))!);
  const drafts = [
    { ...DRAFT, shopId },
    {
      ...DRAFT,
      shopId,
      stepKey: "order/1/1001/totals",
      kind: "exigo.order_totals" as const,
      fields: ["totals"],
    },
    { ...DRAFT, shopId, document: "order/1/1002", stepKey: "order/1/1002/create" },
    { ...DRAFT, shopId, stepKey: "against", domain: "prices" as const, fields: ["price"] },
  ];
  ({ ids } = await documents.enqueue(programId, drafts));
  await end(ids[0], { state: "needs_review", error: "Exigo has it 2 times" });
  await end(ids[2], { state: "waiting", waitsFor: "item/1/81", error: "a product is no item yet" });
});

afterAll(() => world.close());

type Outcome = Parameters<typeof world.wiring.adapters.documents.finish>[1];

async function end(id: number | undefined, outcome: Outcome): Promise<void> {
  const { documents } = world.wiring.adapters;
  const step = await documents.claim(programId, id ?? 0);
  if (!step) throw new Error("the step cannot be claimed");
  if (outcome.state === "needs_review") await documents.markSending(step);
  await documents.finish(step, outcome);
}

const args = async (shop: string, path: string) => ({
  request: await world.adminRequest(shop, path),
  params: {},
  context: {},
});
const load = async (shop: string) => route.loader(await args(shop, "/app/sync"));
const query = async (sql: string, values: unknown[]): Promise<unknown> => {
  const { getDatabase } = await import("#db");
  return getDatabase().pool.query(sql, values);
};
/** Takes a step out of the way of the tests that follow. */
const settle = (id: number) =>
  query("UPDATE document_intent SET state = 'dropped' WHERE program_id = ? AND id = ?", [programId, id]);
const decide = async (shop: string, fields: Record<string, string>) =>
  route.action({ request: await world.adminRequest(shop, "/app/sync", fields), params: {}, context: {} });

test("shows what is owed by kind, what does not go on, and what was refused, to its own program alone", async () => {
  const { report, sendsOrders } = await load("syncing");
  expect(sendsOrders).toBe(false);
  expect(report.figures).toMatchObject([
    { kind: "exigo.order", owed: 0, heldUp: 0, waiting: 1, forPerson: 1, doneLastHour: 0 },
    { kind: "exigo.order_totals", owed: 0, heldUp: 1, waiting: 0, forPerson: 0 },
  ]);
  expect(report.steps).toMatchObject([
    { id: ids[0], state: "needs_review", error: "Exigo has it 2 times", heldUp: 1, wasSent: true },
    { id: ids[2], state: "waiting", waitsFor: "item/1/81", heldUp: 0 },
  ]);
  expect(report.refusals).toMatchObject([{ domain: "prices", field: "price", direction: "to_exigo" }]);
  expect((await load("curious")).report).toEqual({
    figures: [],
    steps: [],
    hasMoreSteps: false,
    deliveries: [],
    refusals: [],
  });
});

test("calls what a step is about by the names that people know", async () => {
  const { documents, itemLinks, members } = world.wiring.adapters;
  const shopDomain = "syncing.myshopify.com";
  const updatedAt = "2026-11-21T10:00:00.000Z";
  const { memberId } = await members.ensureMember(programId, shopId, {
    ...{
      customerId: "5",
      email: "ada@example.com",
      emailVerified: true,
      firstName: "Ada",
      lastName: "Okafor",
    },
    updatedAt,
  });
  const variant = { inventoryItemId: null, title: "Large", sku: "SKU-81", price: "5.00" };
  await itemLinks.learn(programId, shopId, [
    { productId: "80", title: "Shirt", updatedAt, variants: [{ ...variant, variantId: "81" }] },
  ]);
  await query(
    `INSERT INTO order_snapshot (program_id, shop_id, order_id, name, refunds, revision, former_account_ids)
     VALUES (?, ?, 1003, '#1003', '[]', 1, '[]')`,
    [programId, shopId],
  );
  const draft = (document: string, changes: Partial<DocumentDraft> = {}) => ({
    ...{ ...DRAFT, shopId, document, stepKey: `named/${document}` },
    ...changes,
  });
  const shopify = { kind: "shopify.price", domain: "prices", fields: ["price"] } as const;
  const stored = await documents.enqueue(programId, [
    draft(`order/${shopId}/1003`),
    draft(`customer/${memberId}`, {
      kind: "exigo.customer",
      domain: "customers",
      fields: ["email"],
      memberId,
    }),
    draft(`price/${shopId}/80`, shopify),
    draft(`price/${shopId}/81`, { ...shopify, kind: "exigo.price" }),
    draft(`item/${shopId}/TEA`, {
      ...shopify,
      kind: "shopify.product",
      domain: "products",
      fields: ["product"],
    }),
    draft(`stock/${shopId}/70`, {
      ...shopify,
      kind: "shopify.stock",
      domain: "inventory",
      fields: ["stock"],
    }),
  ]);
  const [order, ...others] = stored.ids;
  await end(order, { state: "waiting", waitsFor: `item/${shopId}/81`, error: "a product is no item yet" });
  for (const id of others) await end(id, { state: "refused", error: "no" });
  const { report } = await load("syncing");
  const steps = report.steps.filter(({ id }) => stored.ids.includes(id));
  const product = { kind: "product", shopDomain, productId: "80" };
  expect(steps.map(({ subject }) => subject)).toEqual([
    { kind: "member", memberId, name: "Ada Okafor" },
    { ...product, title: "Shirt", sku: null },
    { kind: "item", itemCode: "TEA", description: null },
    { kind: "location", shopDomain, locationId: "70" },
    { kind: "order", shopDomain, orderId: "1003", name: "#1003" },
  ]);
  expect(steps.at(-1)?.waitsForProduct).toEqual({ ...product, title: "Shirt · Large", sku: "SKU-81" });
  expect(report.refusals[0]?.subject).toEqual({ ...product, title: "Shirt · Large", sku: "SKU-81" });
  const { attention } = await home.loader(await args("syncing", "/app"));
  expect(attention).toContainEqual(expect.objectContaining({ kind: "steps", steps: 5 }));
  expect((await home.loader(await args("curious", "/app"))).attention).toEqual([]);
  for (const id of stored.ids) await settle(id);
});

test("lists what Exigo has with its number, and what is still to go of it", async () => {
  const { documents } = world.wiring.adapters;
  const document = `order/${shopId}/1003`;
  const { ids: made } = await documents.enqueue(programId, [
    { ...DRAFT, shopId, document, stepKey: "made" },
    { ...DRAFT, shopId, document, stepKey: "paid", kind: "exigo.payment", fields: ["payment"] },
  ]);
  await end(made[0], { state: "confirmed", remoteRef: "4711" });
  const deliveries = async () => (await load("syncing")).report.deliveries;
  expect(await deliveries()).toMatchObject([
    { kind: "exigo.order", subject: { kind: "order", name: "#1003" }, exigoOrderId: "4711", toGo: 1 },
  ]);
  await end(made[1], { state: "confirmed", remoteRef: "5" });
  expect(await deliveries()).toMatchObject([{ exigoOrderId: "4711", toGo: 0 }]);
  await query("DELETE FROM document_intent WHERE program_id = ? AND document = ?", [programId, document]);
});

test("a decision holds for what the page showed, once, and only in its own program", async () => {
  const fields = { id: String(ids[0]), claim: "1", verdict: "arrived", note: "seen there" };
  expect(await decide("curious", fields)).toMatchObject({ ok: false });
  expect(await decide("syncing", { ...fields, claim: "0" })).toMatchObject({ ok: false });
  expect(await decide("syncing", fields)).toEqual({ ok: true, message: "Settled: it arrived" });
  expect(await decide("syncing", fields)).toMatchObject({ ok: true });
  expect(await decide("syncing", { ...fields, verdict: "drop" })).toMatchObject({ ok: false });
  const { report } = await load("syncing");
  expect(report.steps.map(({ id }) => id)).toEqual([ids[2]]);
  expect(report.figures.find(({ kind }) => kind === "exigo.order")).toMatchObject({ doneLastHour: 1 });
});

test("what waits can be dropped, and cannot have arrived", async () => {
  const fields = { id: String(ids[2]), claim: "1", note: "" };
  expect(await decide("syncing", { ...fields, verdict: "arrived" })).toMatchObject({ ok: false });
  expect(await decide("syncing", { ...fields, verdict: "drop" })).toMatchObject({ ok: true });
  expect((await load("syncing")).report.steps).toEqual([]);
});
