import { afterAll, beforeAll, expect, test } from "vitest";

import type { DocumentDraft } from "#core/sync";
import type * as SyncRoute from "../../app/routes/app.sync.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let route: typeof SyncRoute;
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

const load = async (shop: string) =>
  route.loader({ request: await world.adminRequest(shop, "/app/sync"), params: {}, context: {} });
const decide = async (shop: string, fields: Record<string, string>) =>
  route.action({ request: await world.adminRequest(shop, "/app/sync", fields), params: {}, context: {} });

test("shows what is owed by kind, what does not go on, and what was refused, to its own program alone", async () => {
  const { report, sendsOrders } = await load("syncing");
  expect(sendsOrders).toBe(false);
  expect(report.figures).toMatchObject([
    { kind: "exigo.order", owed: 0, waiting: 1, forPerson: 1, doneLastHour: 0 },
    { kind: "exigo.order_totals", owed: 1, waiting: 0, forPerson: 0 },
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
    refusals: [],
  });
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
