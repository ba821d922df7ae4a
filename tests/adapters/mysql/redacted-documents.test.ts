import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { redactCustomer } from "#adapters/mysql/redaction";
import type { OrderFacts } from "#core/earning";

import { facts, line } from "../../core/earning/orders.ts";
import { createDocumentsWorld } from "../../support/documents-world.ts";
import type { DocumentsWorld } from "../../support/documents-world.ts";
import { createKeptWorld } from "../../support/kept-world.ts";

const NAMED = "email zerafina@quux.example is not deliverable, Zerafina Quux";
const PERSONAL = /zerafina|quux|1Z-PARCEL/i;

let world: DocumentsWorld;

beforeEach(async () => {
  world = await createDocumentsWorld();
  await world.map("81", "SHIRT");
});
afterEach(() => world.close());

const order = (orderId: string): OrderFacts =>
  facts({ orderId, lines: [line("1", 1, 1000)], total: { shopMinor: 1000, presentmentMinor: 1000 } });

/** All that is stored of steps, of refusals by the ownership table, of agreements, conflicts and shipments. */
async function stored(): Promise<string> {
  const tables = ["document_intent", "ownership_refusal", "customer_agreement", "customer_conflict"];
  const rows = await Promise.all(
    [...tables, "exigo_shipment"].map((table) => world.database.pool.query(`SELECT * FROM ${table}`)),
  );
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

const redact = (customerId: string, orderIds: string[] = []) =>
  redactCustomer(
    world.database,
    { programId: world.programId, shopId: world.shopId },
    { customerId, orderIds, email: null, phone: null },
  );

/** As if the other system had answered a step of each of these orders with the person's name, and sent a parcel. */
async function answerWithName(): Promise<void> {
  const { pool } = world.database;
  const { programId, shopId } = world;
  await pool.query("UPDATE document_intent SET state = 'refused', last_error = ? WHERE program_id = ?", [
    NAMED,
    programId,
  ]);
  const snapshots: { order_id: bigint }[] = await pool.query("SELECT order_id FROM order_snapshot");
  for (const { order_id: orderId } of snapshots) {
    await world.documents.enqueue(programId, [
      {
        ...{ kind: "shopify.fulfillment", document: `fulfilment/${shopId}/${orderId}` },
        ...{ stepKey: `fulfilment/${shopId}/${orderId}/1`, shopId, memberId: null, domain: "fulfilment" },
        ...{ fields: ["fulfilment"], content: {} },
      },
    ]);
    await pool.query(
      `INSERT INTO exigo_shipment (program_id, shop_id, order_id, exigo_order_id, carrier, tracking_numbers, \`lines\`,
         found_at) VALUES (?, ?, ?, 1, 'UPS', '["1Z-PARCEL"]', '[]', UTC_TIMESTAMP(3))`,
      [programId, shopId, orderId],
    );
  }
  await pool.query("UPDATE document_intent SET last_error = ? WHERE kind = 'shopify.fulfillment'", [NAMED]);
}

describe("a person who is forgotten", () => {
  test("leaves nothing personal in the steps of their orders, and none of their parcels", async () => {
    await world.tell(order("1001"), {}, await world.addAccount(7));
    await answerWithName();
    expect(await stored()).toMatch(PERSONAL);
    await redact("7");
    expect(await stored()).not.toMatch(PERSONAL);
  });

  test("leaves nothing in orders that they placed as a guest, which only the request names", async () => {
    await world.tell(order("1001"), {}, null);
    await answerWithName();
    await redact("7", ["1001"]);
    expect(await stored()).not.toMatch(PERSONAL);
  });

  test("takes nothing from anybody else's", async () => {
    await world.tell(order("1001"), {}, await world.addAccount(7));
    await world.tell(order("1002"), {}, await world.addAccount(8));
    await answerWithName();
    await redact("7");
    const rows: { document: string }[] = await world.database.pool.query(
      "SELECT DISTINCT document FROM document_intent WHERE last_error IS NOT NULL ORDER BY document",
    );
    const { shopId } = world;
    expect(rows.map(({ document }) => document)).toEqual([
      ...[`fulfilment/${shopId}/1002`, `order/${shopId}/1002`],
    ]);
    expect(await stored()).toMatch(/1Z-PARCEL/);
  });

  test("is not named again by a step that was under way meanwhile", async () => {
    await world.tell(order("1001"), {}, await world.addAccount(7));
    const [first] = await world.steps();
    const claimed = await world.documents.claim(world.programId, first?.id ?? 0);
    if (!claimed) throw new Error("the test's step cannot be claimed");
    await redact("7");
    await world.documents.finish(claimed, { state: "refused", error: NAMED });
    expect((await world.steps())[0]).toMatchObject({ state: "refused", last_error: null });
    expect(await stored()).not.toMatch(PERSONAL);
  });
});

test("what both sides agreed on of a customer is not kept again by a step that was under way", async () => {
  const kept = await createKeptWorld();
  try {
    const ana = await kept.addCustomer({ firstName: "Zerafina", lastName: "Quux" });
    await kept.settle();
    await kept.redact(ana);
    await kept.agree(ana);
    expect((await kept.stored()).agreements).toEqual([]);
  } finally {
    await kept.close();
  }
});
