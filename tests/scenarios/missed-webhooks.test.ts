import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startProcess } from "../support/processes.ts";
import { eventually, SHOP, startStack } from "../support/stack.ts";
import type { Stack } from "../support/stack.ts";

let stack: Stack;
let database: Database;
let customerId: number;

beforeAll(async () => {
  stack = await startStack();
  database = openDatabase({ url: stack.database.appUrl, connections: 3 });
  await stack.install();
  customerId = stack.shopify.operations.createCustomer({ shop: SHOP, email: "ada@example.com" }).id;
  await stack.shopify.webhooks.settled();
});
afterAll(async () => {
  await database.close();
  await stack.close();
});

const placeOrder = () =>
  stack.shopify.operations.placeOrder({
    shop: SHOP,
    customerId,
    lines: [{ title: "Mug", price: "10.00", quantity: 1 }],
    pay: true,
  });
const available = async (): Promise<number> => {
  const [row]: { available: number }[] = await database.pool.query(
    `SELECT a.available FROM account a JOIN member_customer c ON c.program_id = a.program_id AND c.member_id = a.member_id
      WHERE c.customer_id = ?`,
    [customerId],
  );
  return row?.available ?? 0;
};
const countMembers = async (): Promise<number> => {
  const [row]: { members: number }[] = await database.pool.query(
    "SELECT COUNT(*) AS members FROM member_customer",
  );
  return row?.members ?? 0;
};
const command = (...words: string[]) =>
  startProcess("scripts/shop-reread.ts", stack.env, ["--import", "./simulators/shopify/preload.mjs"], words);

describe("a store whose webhooks do not arrive", () => {
  it("is read again by the command alone, and says how much was new", async () => {
    stack.shopify.webhooks.setModes({ silentTopics: ["orders/"] });
    for (let count = 0; count < 3; count += 1) placeOrder();
    const since = new Date(Date.now() - 60 * 60_000).toISOString();
    const first = command("--shop", SHOP, "--since", since);
    expect([await first.exit, first.output()]).toEqual([
      0,
      expect.stringContaining("Read 3 orders, 3 with news."),
    ]);
    expect(await available()).toBe(30);
    const second = command("--shop", SHOP, "--since", since);
    expect([await second.exit, second.output()]).toEqual([
      0,
      expect.stringContaining("Read 3 orders, 0 with news."),
    ]);
    expect(await available()).toBe(30);
  });

  it("says in one sentence what the command lacks", async () => {
    const lacking = command("--shop", "nobody.myshopify.com", "--since", "2026-11-20");
    expect([await lacking.exit, lacking.output()]).toEqual([1, "\nThat shop has not installed the app.\n"]);
    const nothing = command("--shop", SHOP);
    expect([await nothing.exit, nothing.output()]).toEqual([
      1,
      expect.stringContaining("--since or --customers"),
    ]);
  });

  it("has all its customers imported though the worker is killed in the middle", async () => {
    for (let count = 0; count < 3_000; count += 1) {
      stack.shopify.store.state.customers[String(8_000_000 + count)] = {
        ...stack.shopify.store.customersOf(SHOP)[0]!,
        id: 8_000_000 + count,
        email: `${count}@example.com`,
      };
    }
    await stack.admin.submit("shopify", { intent: "import-customers" });
    const dying = stack.startWorker();
    await eventually("some members", async () => (await countMembers()) > 500);
    dying.child.kill("SIGKILL");
    await dying.exit;
    // Its lease would run out by itself within a minute.
    await database.pool.query("UPDATE reread SET lease_until = UTC_TIMESTAMP(3) WHERE state = 'reading'");
    const worker = stack.startWorker();
    await eventually("all members", async () => (await countMembers()) === 3_001, 60_000);
    await eventually("the end of the import", async () => {
      const rows = await database.pool.query<unknown[]>(
        "SELECT id FROM reread WHERE cause = 'import' AND state = 'finished' AND read_rows = 3001",
      );
      return rows.length === 1;
    });
    worker.child.kill("SIGTERM");
    expect(await worker.exit).toBe(0);
  });
});
