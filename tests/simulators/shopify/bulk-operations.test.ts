import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import type { TestApp } from "./running-simulator.ts";
import { control, query, requestToken, shop, startApp, startDemo } from "./running-simulator.ts";

let app: TestApp;
let simulator: RunningSimulator;
let token: string;
let orderId: number;

beforeEach(async () => {
  app = await startApp();
  const demo = await startDemo(app);
  simulator = demo.simulator;
  token = String((await requestToken(simulator)).body.access_token);
  const placed = [1, 2].map((quantity) =>
    simulator.operations.placeOrder({
      shop,
      customerId: demo.customer.id,
      lines: [
        { variantId: demo.variantId, quantity },
        { title: "Card", price: "1.00", quantity: 1 },
      ],
      pay: true,
    }),
  );
  orderId = placed[0]?.id ?? 0;
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

const ordersQuery = "{ orders { edges { node { id name lineItems { edges { node { id quantity } } } } } } }";

async function run(text: string, groupObjects = false) {
  const document = `mutation Run($query: String!, $groupObjects: Boolean!) {
    bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
      bulkOperation { id status }
      userErrors { code message }
    }
  }`;
  const { body } = await query(simulator, token, document, { query: text, groupObjects });
  return (
    body.data as {
      bulkOperationRunQuery: {
        bulkOperation: { id: string; status: string } | null;
        userErrors: { code: string; message: string }[];
      };
    }
  ).bulkOperationRunQuery;
}

type Operation = {
  status: string;
  errorCode: string | null;
  url: string | null;
  partialDataUrl: string | null;
};

async function look(id: string): Promise<Operation> {
  const document =
    "query Look($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount url partialDataUrl } }";
  const { body } = await query(simulator, token, document, { id });
  return (body.data as { bulkOperation: Operation }).bulkOperation;
}

async function result(text: string, groupObjects = false) {
  const { bulkOperation } = await run(text, groupObjects);
  const id = bulkOperation?.id ?? "";
  await look(id);
  const done = await look(id);
  const file = await (await fetch(done.url ?? "")).text();
  const lines = file
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; __parentId?: string });
  return { done, lines, id };
}

describe("bulk queries", () => {
  it("are created, run, and complete with a link to JSON lines", async () => {
    const { bulkOperation } = await run(ordersQuery);
    expect(bulkOperation?.status).toBe("CREATED");
    expect(await look(bulkOperation?.id ?? "")).toMatchObject({ status: "RUNNING", url: null });
    expect(await look(bulkOperation?.id ?? "")).toMatchObject({
      status: "COMPLETED",
      objectCount: "6",
      rootObjectCount: "2",
    });
  });

  it("put children behind their parent only when grouping was asked for", async () => {
    const parents = (lines: { __parentId?: string }[]) => lines.map((line) => Boolean(line.__parentId));
    expect(parents((await result(ordersQuery, true)).lines)).toEqual([false, true, true, false, true, true]);
    expect(parents((await result(ordersQuery)).lines)).toEqual([false, false, true, true, true, true]);
  });

  it("give everything, whatever page size they name", async () => {
    const { lines } = await result("{ orders(first: 1) { edges { node { id } } } }");
    expect(lines).toHaveLength(2);
  });

  it.each([
    [
      "a connection inside a list",
      "{ orders { nodes { id refunds { refundLineItems { nodes { id } } } } } }",
    ],
    ["two fields at the top", "{ orders { nodes { id } } customers { nodes { id } } }"],
    ["no connection", "{ shop { name } }"],
    ["node at the top", `{ node(id: "gid://shopify/Order/1") { id } }`],
    ["a field that is not in the schema", "{ orders { nodes { colour } } }"],
  ])("are refused with %s", async (_name, text) => {
    const answer = await run(text);
    expect(answer.bulkOperation).toBeNull();
    expect(answer.userErrors).toMatchObject([{ code: "INVALID" }]);
  });

  it("are five at a time", async () => {
    simulator.bulk.setModes({ hold: true });
    for (let count = 0; count < 5; count += 1) expect((await run(ordersQuery)).userErrors).toEqual([]);
    expect((await run(ordersQuery)).userErrors).toMatchObject([{ code: "LIMIT_REACHED" }]);
  });

  it("fail, are cancelled, and their links expire on request", async () => {
    await control(simulator, "bulkModes", { failNext: "TIMEOUT" });
    const failed = (await run(ordersQuery)).bulkOperation?.id ?? "";
    await look(failed);
    expect(await look(failed)).toMatchObject({
      status: "FAILED",
      errorCode: "TIMEOUT",
      url: null,
      partialDataUrl: expect.stringContaining("/bulk-results/"),
    });
    const cancelled = (await run(ordersQuery)).bulkOperation?.id ?? "";
    await query(
      simulator,
      token,
      `mutation { bulkOperationCancel(id: "${cancelled}") { userErrors { message } } }`,
    );
    expect(await look(cancelled)).toMatchObject({ status: "CANCELED" });
    const { done } = await result(ordersQuery);
    await control(simulator, "expireBulkLinks", { shop });
    expect((await fetch(done.url ?? "")).status).toBe(403);
  });

  it("serve a file from a byte onwards", async () => {
    const { done } = await result(ordersQuery);
    const whole = await (await fetch(done.url ?? "")).text();
    const part = await fetch(done.url ?? "", { headers: { range: "bytes=10-" } });
    expect([part.status, await part.text()]).toEqual([206, whole.slice(10)]);
    const behind = await fetch(done.url ?? "", { headers: { range: `bytes=${whole.length}-` } });
    expect(behind.status).toBe(416);
  });
});

describe("a page of everything", () => {
  it("is not for ordinary queries", async () => {
    const { body } = await query(simulator, token, "{ orders(first: 2147483647) { nodes { id } } }");
    expect(body.errors).toMatchObject([{ extensions: { code: "MAX_COST_EXCEEDED" } }]);
  });
});

describe("webhooks that are lost", () => {
  it("are every so-manieth, or those of a topic or a group", async () => {
    await control(simulator, "webhookModes", { silentTopics: ["orders/"] });
    simulator.operations.updateOrder({ shop, orderId, note: "unheard" });
    expect(simulator.store.state.deliveries.at(-1)).toMatchObject({
      topic: "orders/updated",
      status: "dropped",
    });
    await control(simulator, "webhookModes", { silentTopics: [], dropEvery: 2 });
    const before = simulator.store.state.deliveries.length;
    for (let count = 0; count < 6; count += 1) {
      simulator.operations.updateOrder({ shop, orderId, note: String(count) });
    }
    const made = simulator.store.state.deliveries.slice(before);
    expect(made.filter(({ status }) => status === "dropped")).toHaveLength(made.length / 2);
  });
});
