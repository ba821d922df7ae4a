import { afterAll, beforeAll, expect, test } from "vitest";

import { verifyLedger } from "#usecases/verify-ledger";

import { metafieldsOf } from "../../simulators/shopify/state/metafields.ts";
import {
  COMPLIANCE_SHOP as SHOP,
  createComplianceWorld,
  EXIGO_PASSWORD,
  SECRETS,
} from "../support/compliance-world.ts";
import type { ComplianceWorld } from "../support/compliance-world.ts";
import { proofPorts } from "../support/ledger-proof.ts";

// One shop's story as Shopify's review tells it. Each test goes on where the one before ended.

let world: ComplianceWorld;
let programId: number;
let shopId: number;
let canary: number;
let bystander: number;
const tokens: string[] = [];

/** What names the person, in any of the forms in which it came. */
const PERSONAL = ["zephyrine", "quillfeather", "canary@example.com", "555010", "555-010", "1985-07-1"];

const hits = async (words: readonly string[]): Promise<string[]> => {
  const lines = (await world.everything()).split("\n");
  return lines
    .filter((line) => words.some((word) => line.toLowerCase().includes(word.toLowerCase())))
    .map((line) => line.slice(0, 300));
};
const balances = () =>
  world.database.pool.query("SELECT id, available, pending, held, entry_count FROM account ORDER BY id");
const expectLedgerHolds = async () =>
  expect(await verifyLedger(proofPorts(world.database), { programId, outside: null })).toMatchObject({
    ok: true,
  });
const inboxOutcomes = (topic: string) =>
  world.database.pool.query<object[]>(
    "SELECT state, outcome, reason FROM inbox_event WHERE topic = ? ORDER BY id",
    [topic],
  );
const newestEvent = async (): Promise<number> => {
  const [row] = await world.database.pool.query<{ id: number }[]>("SELECT MAX(id) AS id FROM inbox_event");
  return row!.id;
};

const letShopBeGone = (hours: number) =>
  world.database.pool.query("UPDATE shop SET uninstalled_at = uninstalled_at - INTERVAL ? HOUR", [hours]);

/** Two teas and one custom item for 5.00: 25 credits. */
function buy(customerId: number, email: string, words: { item: string; note: string }): void {
  world.shopify.operations.placeOrder({
    shop: SHOP,
    customerId,
    email,
    lines: [
      { variantId: product.variants[0]!.id, quantity: 2 },
      { title: words.item, price: "5.00", quantity: 1 },
    ],
    pay: true,
    note: words.note,
  });
}
let product: ReturnType<ComplianceWorld["shopify"]["operations"]["createProduct"]>;

beforeAll(async () => {
  world = await createComplianceWorld();
  const { operations } = world.shopify;
  const { shop, session } = await world.install();
  ({ programId, shopId } = shop);
  tokens.push(session.accessToken!, session.refreshToken!);
  await world.connectExigo(programId);
  product = operations.createProduct({ shop: SHOP, title: "Tea", variants: [{ price: "10.00" }] });
  canary = operations.createCustomer({
    shop: SHOP,
    firstName: "Zephyrine",
    lastName: "Quillfeather",
    email: "zephyrine.canary@example.com",
    phone: "+1 555-010-7788",
    tags: ["Zephyrine's circle"],
  }).id;
  bystander = operations.createCustomer({
    shop: SHOP,
    firstName: "Bob",
    lastName: "Bystander",
    email: "bob@example.com",
  }).id;
  buy(canary, "zephyrine.canary@example.com", {
    item: "Engraved for Zephyrine",
    note: "Leave it with Mrs Quillfeather",
  });
  buy(bystander, "bob@example.com", { item: "Gift wrap", note: "" });
  await world.control("sendWebhook", {
    shop: SHOP,
    topic: "orders/updated",
    payload: { id: "broken", contact_email: "zephyrine.canary@example.com" },
  });
  await world.drain();
  const { members, ledger } = world.wiring.adapters;
  const member = await members.ensureMember(programId, shopId, {
    customerId: String(canary),
    email: null,
    emailVerified: false,
    firstName: null,
    lastName: null,
    updatedAt: "1970-01-01T00:00:00.000Z",
  });
  await ledger.post(programId, [
    {
      kind: "adjust",
      key: "adjust/canary",
      accountId: member.accountId,
      amountMinor: 7,
      expiresAt: null,
      effectiveAt: "2026-11-20T00:00:00.000Z",
      cause: { kind: "staff", ref: "9" },
      reasonCode: "goodwill",
      note: "Zephyrine called",
    },
  ]);
  await world.database.pool.query(
    `INSERT INTO waiting_opening (program_id, business_key, source, mode, email, amount, effective_at, note, state,
       created_at)
     VALUES (?, 'open/test/1', 'test', 'add', 'zephyrine.canary@example.com', 3, UTC_TIMESTAMP(3), 'for Zephyrine',
             'waiting', UTC_TIMESTAMP(3))`,
    [programId],
  );
  await world.database.pool.query(
    "UPDATE member_customer SET birth_date = '1985-07-15' WHERE program_id = ? AND customer_id = ?",
    [programId, canary],
  );
  await world.deliver();
});

afterAll(() => world.close());

test("what is stored and logged holds no secret", async () => {
  const secrets = [...tokens, EXIGO_PASSWORD, SECRETS.apiSecret];
  expect(secrets.every((secret) => secret.length > 8)).toBe(true);
  const encoded = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    Buffer.from(secret).toString("hex"),
  ]);
  expect(await hits(encoded)).toEqual([]);
  // Both are there, and open for who has the key.
  expect((await world.sessions.loadSession(`offline_${SHOP}`))?.accessToken).toBe(tokens[0]);
  expect((await world.wiring.adapters.exigoConnections.find(programId))?.password).toBe(EXIGO_PASSWORD);
});

test("a data request is listed once with its due date, and answered with everything that is held", async () => {
  await world.control("requestPrivacy", { shop: SHOP, topic: "customers/data_request", customerId: canary });
  await world.drain();
  const [delivery] = world.shopify.store.state.deliveries.filter(
    ({ topic }) => topic === "customers/data_request",
  );
  await world.control("sendWebhook", {
    shop: SHOP,
    topic: "customers/data_request",
    payload: JSON.parse(delivery!.body) as object,
  });
  await world.drain();
  const { privacyRequests } = world.wiring.adapters;
  const requests = await privacyRequests.list(programId, 10);
  expect(requests).toMatchObject([{ kind: "data_request", customerId: String(canary), state: "open" }]);
  const [request] = requests;
  const days = (Date.parse(request!.dueAt) - Date.parse(request!.requestedAt)) / 86_400_000;
  expect(days).toBe(30);

  const asked = { programId, requestId: request!.requestId, staff: "4711" };
  const held = await world.wiring.exportPersonalData(asked);

  expect(held).toMatchObject({
    customer: {
      firstName: "Zephyrine",
      email: "zephyrine.canary@example.com",
      tags: "Zephyrine's circle",
      birthDate: "1985-07-15",
    },
    member: { availableCredits: "32" },
    openingBalancesThatWait: [{ note: "for Zephyrine", credits: "3" }],
  });
  expect(held?.entries.map((entry) => entry["note"])).toContain("Zephyrine called");
  expect(held?.orders).toHaveLength(1);
  expect(held?.lots.length).toBeGreaterThan(0);
  expect(JSON.stringify(held)).not.toContain("Bystander");
  expect(
    await world.database.pool.query(
      "SELECT staff, action, request_id, customer_id FROM personal_data_access",
    ),
  ).toEqual([{ staff: "4711", action: "export", request_id: asked.requestId, customer_id: canary }]);
  expect(await world.wiring.exportPersonalData({ ...asked, programId: programId + 1 })).toBeNull();
  expect(await world.wiring.finishDataRequest(asked)).toBe(true);
  expect(await world.wiring.finishDataRequest(asked)).toBe(false);
  expect(await privacyRequests.list(programId, 10)).toMatchObject([{ state: "done", doneBy: "4711" }]);
});

test("a redacted customer is found nowhere, and the ledger holds as before", async () => {
  expect((await hits(PERSONAL)).length).toBeGreaterThan(5);
  const before = await balances();
  expect(metafieldsOf(world.shopify.store, `gid://shopify/Customer/${canary}`)).not.toEqual([]);

  await world.control("requestPrivacy", { shop: SHOP, topic: "customers/redact", customerId: canary });
  await world.drain();
  await world.deliver();

  expect(await inboxOutcomes("customers/redact")).toEqual([
    { state: "done", outcome: "posted", reason: "customer_redacted" },
  ]);
  expect(await hits(PERSONAL)).toEqual([]);
  expect((await hits(["bystander"])).length).toBeGreaterThan(0);
  expect(await balances()).toEqual(before);
  await expectLedgerHolds();
  expect(metafieldsOf(world.shopify.store, `gid://shopify/Customer/${canary}`)).toEqual([]);
  expect(metafieldsOf(world.shopify.store, `gid://shopify/Customer/${bystander}`)).not.toEqual([]);
});

test("told again, the redaction changes nothing more, and nothing personal is stored of the customer again", async () => {
  const { members, customers } = world.wiring.adapters;
  await members.ensureMember(programId, shopId, {
    customerId: String(canary),
    email: "zephyrine.canary@example.com",
    emailVerified: true,
    firstName: "Zephyrine",
    lastName: "Quillfeather",
    updatedAt: "2030-01-01T00:00:00.000Z",
    birthDate: "1985-07-15",
  });
  await customers.changeTags(programId, shopId, {
    customerId: String(canary),
    tags: ["Zephyrine"],
    areSet: true,
    at: "2030-01-01T00:00:00.000Z",
  });
  await world.control("requestPrivacy", { shop: SHOP, topic: "customers/redact", customerId: canary });
  await world.drain();
  expect(await hits(PERSONAL)).toEqual([]);
  const requests = await world.wiring.adapters.privacyRequests.list(programId, 10);
  expect(requests.filter(({ kind }) => kind === "customer_redact")).toMatchObject([
    { state: "done", doneBy: "system" },
  ]);
});

test("what Shopify tells of the person afterwards is applied and forgotten, also what nobody can read", async () => {
  const { operations } = world.shopify;
  const lastId = await newestEvent();
  buy(canary, "zephyrine.canary@example.com", { item: "Zephyrine's tea", note: "For Zephyrine" });
  const order = world.shopify.store.ordersOf(SHOP).findLast(({ customerId }) => customerId === canary)!;
  operations.refundOrder({ shop: SHOP, orderId: order.id, all: true, note: "Zephyrine asked" });
  operations.updateCustomer({
    shop: SHOP,
    customerId: canary,
    lastName: "Quillfeather",
    tags: ["Zephyrine"],
  });
  await world.shopify.webhooks.settled();
  for (const payload of [
    { id: order.id, contact_email: "zephyrine.canary@example.com" },
    { id: "broken", customer: { id: canary, first_name: "Zephyrine" } },
    // Nothing of these says where to look for a customer or an order.
    { id: "broken", buyer: { number: canary, first_name: "Zephyrine" } },
    [{ note: `Zephyrine's order ${order.id}` }],
  ]) {
    await world.control("sendWebhook", { shop: SHOP, topic: "orders/updated", payload });
  }
  await world.drain();
  await world.deliver();

  expect(await hits(PERSONAL)).toEqual([]);
  const told = await world.database.pool.query<{ topic: string; state: string; body: unknown }[]>(
    `SELECT topic, state, body FROM inbox_event
      WHERE shop_domain = ? AND id > ? AND topic REGEXP '^(orders|refunds|customer)'`,
    [SHOP, lastId],
  );
  expect(new Set(told.map(({ topic }) => topic))).toEqual(
    new Set([
      ...["orders/create", "orders/paid", "orders/updated", "refunds/create"],
      ...["customers/update", "customer.tags_added", "customer.tags_removed"],
    ]),
  );
  expect(told.filter(({ state, body }) => state !== "done" || body !== null)).toEqual([]);
  await expectLedgerHolds();
});

test("a captured request for data that comes as the order to forget somebody forgets nobody", async () => {
  await world.control("requestPrivacy", {
    shop: SHOP,
    topic: "customers/data_request",
    customerId: bystander,
  });
  await world.drain();
  const request = world.shopify.store.state.deliveries.findLast(
    ({ topic }) => topic === "customers/data_request",
  );
  await world.control("sendWebhook", {
    shop: SHOP,
    topic: "customers/redact",
    payload: JSON.parse(request!.body) as object,
  });
  await world.drain();
  expect((await inboxOutcomes("customers/redact")).at(-1)).toEqual({
    state: "quarantined",
    outcome: null,
    reason: "body_of_other_topic",
  });
  expect(
    await world.database.pool.query("SELECT first_name, state FROM member_customer WHERE customer_id = ?", [
      bystander,
    ]),
  ).toEqual([{ first_name: "Bob", state: "linked" }]);
});

test("a redaction waits for events of the person that are not applied yet", async () => {
  await world.control("webhookModes", { hold: true });
  const third = world.shopify.operations.createCustomer({
    shop: SHOP,
    firstName: "Zephyrine",
    lastName: "Second",
    email: "second.canary@example.com",
  }).id;
  await world.control("releaseWebhooks", {});
  await world.control("webhookModes", { normal: true });
  await world.control("requestPrivacy", { shop: SHOP, topic: "customers/redact", customerId: third });
  await world.shopify.webhooks.settled();
  const due = await world.wiring.adapters.inbox.findDue(10);
  const redaction = due.at(-1)!;

  expect(await world.worker.processInboxEvent(redaction)).toMatchObject({
    outcome: "retry",
    reason: "failed: redaction_unfinished",
  });
  await world.drain();

  expect(await hits(PERSONAL)).toEqual([]);
});

test("an uninstall that was told after the shop came back is over", async () => {
  const before = new Date(Date.now() - 60_000).toISOString();
  await world.wiring.adapters.programs.markUninstalled(SHOP, before);
  expect(await world.wiring.adapters.programs.findShopByDomain(SHOP)).toMatchObject({ state: "installed" });
});

test("an uninstall deletes the tokens, and what is owed to the shop waits", async () => {
  await world.control("uninstall", { shop: SHOP });
  await world.drain();
  expect(await inboxOutcomes("app/uninstalled")).toEqual([
    { state: "done", outcome: "posted", reason: "shop_uninstalled" },
  ]);
  expect(await world.sessions.findSessionsByShop(SHOP)).toEqual([]);
  await world.database.pool.query(
    `INSERT INTO intent (program_id, kind, account_id, entry_seq, shop_id, amount, state, due_at, attempts, created_at)
     SELECT program_id, 'shopify.balance', id, entry_count, ?, 0, 'due', UTC_TIMESTAMP(3), 0, UTC_TIMESTAMP(3)
       FROM account LIMIT 1`,
    [shopId],
  );
  expect(await world.wiring.adapters.intents.findDue(10)).toEqual([]);
});

test("a shop is cleared 48 hours after it left; its ledger stays and holds, without names", async () => {
  const before = await balances();
  await world.control("requestPrivacy", { shop: SHOP, topic: "shop/redact" });
  await world.drain();
  expect(await inboxOutcomes("shop/redact")).toEqual([
    { state: "due", outcome: null, reason: "earlier_than_48_hours_after_uninstall" },
  ]);
  expect((await hits(["bystander"])).length).toBeGreaterThan(0);
  await letShopBeGone(48);
  await world.drain();

  expect(await inboxOutcomes("shop/redact")).toEqual([
    { state: "done", outcome: "posted", reason: "shop_redacted" },
  ]);
  expect(await hits([...PERSONAL, "bystander", "bob@example.com"])).toEqual([]);
  expect(await world.wiring.adapters.exigoConnections.find(programId)).toBeNull();
  expect(await balances()).toEqual(before);
  await expectLedgerHolds();
});

test("a shop that came back is not cleared by a late request, and its credits find their owners", async () => {
  await world.install();
  await world.control("install", { shop: SHOP });
  await world.control("requestPrivacy", { shop: SHOP, topic: "shop/redact" });
  world.shopify.operations.updateCustomer({ shop: SHOP, customerId: bystander, lastName: "Returned" });
  await world.drain();
  expect(await inboxOutcomes("shop/redact")).toContainEqual({
    state: "done",
    outcome: "ignored",
    reason: "installed_again_since",
  });
  const page = await world.wiring.adapters.reports.members(programId, {
    search: "Returned",
    page: 1,
    pageSize: 5,
  });
  expect(page.rows).toMatchObject([{ name: "Bob Returned", availableMinor: 25 }]);
});

test("a captured uninstall that comes again changes nothing while the shop lets the app in", async () => {
  const told = world.shopify.store.state.deliveries.findLast(({ topic }) => topic === "app/uninstalled");
  const payload = JSON.parse(told!.body) as object;
  await world.control("sendWebhook", { shop: SHOP, topic: "app/uninstalled", payload });
  await world.drain();
  expect((await inboxOutcomes("app/uninstalled")).slice(1)).toEqual([
    { state: "done", outcome: "ignored", reason: "shop_still_answers" },
  ]);
  expect(await world.sessions.findSessionsByShop(SHOP)).not.toEqual([]);
  expect(await world.wiring.adapters.programs.findShopByDomain(SHOP)).toMatchObject({ state: "installed" });
});

test("a request to clear a shop whose uninstall was never told tells it, and waits from then on", async () => {
  const { programs } = world.wiring.adapters;
  await world.control("webhookModes", { silentTopics: ["app/uninstalled"] });
  await world.control("uninstall", { shop: SHOP });
  await world.control("requestPrivacy", { shop: SHOP, topic: "shop/redact" });
  await world.drain();
  expect(await programs.findShopByDomain(SHOP)).toMatchObject({ state: "uninstalled" });
  expect(await world.sessions.findSessionsByShop(SHOP)).toEqual([]);
  expect((await inboxOutcomes("shop/redact")).at(-1)).toEqual({
    ...{ state: "due", outcome: null, reason: "earlier_than_48_hours_after_uninstall" },
  });
  await world.control("webhookModes", { normal: true });
  await world.control("install", { shop: SHOP });
  await world.install();
  await world.drain();
  expect((await inboxOutcomes("shop/redact")).at(-1)).toMatchObject({ reason: "installed_again_since" });
});

test("a captured request to clear the shop waits after a later uninstall, until Shopify's own would come", async () => {
  await world.control("uninstall", { shop: SHOP });
  await world.drain();
  const captured = world.shopify.store.state.deliveries.findLast(({ topic }) => topic === "shop/redact");
  const payload = JSON.parse(captured!.body) as object;
  await letShopBeGone(47);
  await world.control("sendWebhook", { shop: SHOP, topic: "shop/redact", payload });
  await world.drain();
  await world.drain();
  const [waiting] = await world.database.pool.query<object[]>(
    `SELECT state, attempts, reason, due_at > UTC_TIMESTAMP(3) + INTERVAL 59 MINUTE AS is_later FROM inbox_event
      WHERE shop_domain = ? ORDER BY id DESC LIMIT 1`,
    [SHOP],
  );
  expect(waiting).toEqual({
    ...{ state: "due", attempts: 0, reason: "earlier_than_48_hours_after_uninstall", is_later: 1 },
  });
  expect((await hits(["Returned"])).length).toBeGreaterThan(0);
  expect(world.web.log.lines.filter(({ topic }) => topic === "shop/redact")).toEqual([]);

  await letShopBeGone(1);
  await world.drain();
  await world.control("requestPrivacy", { shop: SHOP, topic: "shop/redact" });
  await world.drain();
  expect((await inboxOutcomes("shop/redact")).slice(-2)).toMatchObject([
    { state: "done", reason: "shop_redacted" },
    { state: "done", reason: "redacted_before" },
  ]);
  expect(await hits(["Returned"])).toEqual([]);
});
