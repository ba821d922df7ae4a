import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type * as HomeRoute from "../../app/routes/app._index.tsx";
import type * as ShopifyRoute from "../../app/routes/app.shopify.tsx";
import type { Shop } from "../../app/usecases/ports/programs.ts";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let home: typeof HomeRoute;
let page: typeof ShopifyRoute;
let shop: Shop;

const args = async (path: string, form?: Record<string, string>, name = "rereads") => ({
  request: await world.adminRequest(name, path, form),
  params: {},
  context: {},
});
const load = async (name = "rereads") => page.loader(await args("/app/shopify", undefined, name));
const send = async (form: Record<string, string>, name = "rereads") =>
  page.action(await args("/app/shopify", form, name));

beforeAll(async () => {
  world = await createAdminWorld();
  home = await import("../../app/routes/app._index.tsx");
  page = await import("../../app/routes/app.shopify.tsx");
  for (const name of ["rereads", "looks-over"]) {
    world.addShop(name);
    await home.loader(await args("/app", undefined, name));
  }
  const found = await world.wiring.adapters.programs.findShopByDomain("rereads.myshopify.com");
  if (!found) throw new Error("the test's shop is not installed");
  shop = found;
});
afterAll(() => world.close());

describe("the page of what comes from Shopify", () => {
  it("asks for orders since a day, once, and shows the run to its own shop alone", async () => {
    const since = new Date().toISOString().slice(0, 10);
    expect(await send({ intent: "read-orders", since })).toEqual({
      intent: "read-orders",
      error: null,
      message: "The store is being read",
    });
    expect(await send({ intent: "read-orders", since })).toMatchObject({
      message: "It is under way already",
    });
    const { requested, imported } = await load();
    expect(requested).toMatchObject({
      state: "waiting",
      cause: "requested",
      since: `${since}T00:00:00.000Z`,
    });
    expect(imported).toBeNull();
    expect(await load("looks-over")).toMatchObject({ requested: null, imported: null });
  });

  it("asks for the import of all customers", async () => {
    expect(await send({ intent: "import-customers" })).toMatchObject({ error: null });
    expect((await load()).imported).toMatchObject({ state: "waiting", cause: "import", since: null });
  });

  it("says what is wrong with a day", async () => {
    expect(await send({ intent: "read-orders", since: "yesterday" })).toMatchObject({
      error: "Choose a day",
    });
    expect(await send({ intent: "read-orders", since: "2999-01-01" })).toMatchObject({
      error: "Choose a day that has begun",
    });
    expect(await send({ intent: "read-orders", since: "1970-01-01" })).toMatchObject({
      error: "Choose a later day",
    });
  });

  it("shows findings and finds, there and on the home page, to their own shop alone", async () => {
    const { rereads, arrivals } = world.wiring.adapters;
    const check = {
      programId: shop.programId,
      shopId: shop.shopId,
      shopDomain: shop.domain,
      installedAt: "2026-01-01T00:00:00.000Z",
      now: new Date().toISOString(),
    };
    const changedAt = "2026-11-20T12:00:00.000Z";
    await arrivals.settle(
      check,
      { toOpen: ["orders_missing"], toClose: [] },
      { missed: [{ resource: "orders", changedAt }], unheard: [] },
    );
    const { requested } = await load();
    const claimed = await rereads.claim(shop.programId, requested?.id ?? 0);
    if (!claimed) throw new Error("the run is not due");
    const found = { updatedAt: changedAt, reason: null };
    await rereads.advance(claimed, { readTo: changedAt }, { read: 3, found: 2, refused: 1 }, [
      { ...found, objectId: "501", outcome: "unknown" },
      { ...found, objectId: "502", outcome: "changed" },
      { ...found, objectId: "502", outcome: "changed" },
      { ...found, objectId: "503", outcome: "refused", reason: "payload_malformed: currency is no currency" },
    ]);
    expect(await load()).toMatchObject({
      findings: [{ kind: "orders_missing", missed: 1, missedSince: changedAt }],
      finds: {
        ordersLastDay: 2,
        customersLastDay: 0,
        refusedOrders: [{ objectId: "503", reason: "payload_malformed: currency is no currency" }],
      },
    });
    const seen = await home.loader(await args("/app"));
    expect(seen.figures.arrivals).toEqual({ ordersByRereading: 2, customersByRereading: 0, findings: 1 });
    expect(seen.attention).toMatchObject([
      { kind: "arrival", finding: "orders_missing", shopDomain: "rereads.myshopify.com" },
    ]);
    const others = await home.loader(await args("/app", undefined, "looks-over"));
    expect(others.figures.arrivals).toEqual({ ordersByRereading: 0, customersByRereading: 0, findings: 0 });
    expect(others.attention).toEqual([]);
    expect(await load("looks-over")).toMatchObject({
      findings: [],
      finds: { ordersLastDay: 0, refusedOrders: [] },
    });
  });

  it("stops a run of its own shop, once, and lets it be asked for again", async () => {
    const { imported } = await load();
    const id = String(imported?.id ?? 0);
    const ended = { ok: false, message: "It has ended already" };
    expect(await send({ intent: "stop", id }, "looks-over")).toEqual(ended);
    expect(await send({ intent: "stop", id: "none" })).toEqual(ended);
    expect((await load()).imported).toMatchObject({ state: "waiting", stoppedBy: null });

    expect(await send({ intent: "stop", id })).toEqual({ ok: true, message: "Stopped" });
    expect(await send({ intent: "stop", id })).toEqual(ended);
    const stopped = (await load()).imported;
    expect(stopped).toMatchObject({ state: "stopped", stoppedBy: "1" });
    expect(stopped?.finishedAt).not.toBeNull();

    expect(await send({ intent: "import-customers" })).toMatchObject({ message: "The store is being read" });
    const again = (await load()).imported;
    expect(again).toMatchObject({ state: "waiting", stoppedBy: null });
    expect(again?.id).not.toBe(stopped?.id);
  });

  it("does not let the routine be stopped", async () => {
    await world.wiring.adapters.rereads.ensureRoutines();
    const routine = (await load()).routine;
    expect(await send({ intent: "stop", id: String(routine?.id ?? 0) })).toMatchObject({ ok: false });
    expect((await load()).routine).toMatchObject({ state: "waiting", stoppedBy: null });
  });

  it("does not show as refused what was taken in later", async () => {
    const { rereads } = world.wiring.adapters;
    const { requested } = await load();
    const { getDatabase } = await import("#db");
    await getDatabase().pool.query("UPDATE reread SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
    const claimed = await rereads.claim(shop.programId, requested?.id ?? 0);
    if (!claimed) throw new Error("the run is not due");
    await rereads.advance(
      claimed,
      { readTo: "2026-11-20T12:00:00.000Z" },
      { read: 1, found: 1, refused: 0 },
      [{ objectId: "503", outcome: "unknown", updatedAt: null, reason: null }],
    );
    expect((await load()).finds.refusedOrders).toEqual([]);
  });
});
