import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, expect, test } from "vitest";

import { DEFAULT_EXIGO_SETUP } from "#core/exigo";

import { toSetupValues } from "../../app/components/exigo/setup-values.ts";
import type * as RuleRoute from "../../app/routes/app.earn-rule.tsx";
import type * as MembersRoute from "../../app/routes/app.members._index.tsx";
import type * as SettingsRoute from "../../app/routes/app.settings.tsx";
import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let exigo: Awaited<ReturnType<typeof startExigoSimulator>>;
let routes: {
  rule: typeof RuleRoute;
  settings: typeof SettingsRoute;
  members: typeof MembersRoute;
};

beforeAll(async () => {
  world = await createAdminWorld();
  exigo = await startExigoSimulator();
  world.addShop("forms");
  routes = {
    rule: await import("../../app/routes/app.earn-rule.tsx"),
    settings: await import("../../app/routes/app.settings.tsx"),
    members: await import("../../app/routes/app.members._index.tsx"),
  };
});

afterAll(async () => {
  await exigo.close();
  await world.close();
});

const args = async (path: string, form?: Record<string, string> | string) => ({
  request: await world.adminRequest("forms", path, form),
  params: {},
  context: {},
});

const rule = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    enabled: true,
    rate: "1.5",
    rounding: "floor",
    expires: true,
    expiresAfterDays: "365",
    reason: "Autumn",
    ...fields,
  });

const connection = (fields: Record<string, string> = {}) => ({
  intent: "test",
  baseUrl: `${exigo.url}/3.0`,
  company: "demo",
  loginName: "api",
  password: "demo-password",
  pointAccountId: "1",
  driftPolicy: "adopt",
  driftLimit: "1000",
  pollSeconds: "60",
  historyUrl: "",
  historyLagSeconds: "300",
  ...fields,
});

/** An address of this machine where nothing listens any more. */
async function addressOfNobody(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

test("saves a version of the earn rule with its author and reason", async () => {
  const answer = await routes.rule.action(await args("/app/earn-rule", rule()));

  expect(answer).toEqual({ ok: true, message: "Version 2 is active" });
  const { versions } = await routes.rule.loader(await args("/app/earn-rule"));
  expect(versions.at(-1)).toMatchObject({
    version: 2,
    reason: "Autumn",
    author: expect.stringMatching(/^\d+$/),
    rule: { creditsPerUnitMicros: 1_500_000, expiresAfterDays: 365, currency: "USD" },
  });
});

test("says next to the fields of the earn rule what is wrong with them", async () => {
  const answer = await routes.rule.action(
    await args("/app/earn-rule", rule({ rate: "0", expiresAfterDays: "soon" })),
  );

  expect(answer).toMatchObject({
    ok: false,
    errors: { rate: expect.stringContaining("above 0"), expiresAfterDays: expect.stringContaining("whole") },
  });
});

test("names the cause of a failed connection test next to its field", async () => {
  const wrongPassword = await routes.settings.action(
    await args("/app/settings", connection({ password: "wrong" })),
  );
  expect(wrongPassword).toMatchObject({
    errors: { password: expect.any(String) },
    test: { ok: false, title: "Exigo refused the login" },
  });

  const nobodyThere = await routes.settings.action(
    await args("/app/settings", connection({ baseUrl: `${await addressOfNobody()}/3.0` })),
  );
  expect(nobodyThere).toMatchObject({ errors: { baseUrl: expect.any(String) }, test: { ok: false } });
});

test("saves a connection and never shows its password again", async () => {
  const answer = await routes.settings.action(await args("/app/settings", connection({ intent: "save" })));

  expect(answer).toMatchObject({ saved: "Connection saved", errors: {} });
  const page = await routes.settings.loader(await args("/app/settings"));
  expect(page).toMatchObject({ state: "active", saved: { company: "demo", password: "" } });
  expect(JSON.stringify(page)).not.toContain("demo-password");
});

test("wants the password again before it goes to another address", async () => {
  const answer = await routes.settings.action(
    await args(
      "/app/settings",
      connection({ intent: "save", password: "", baseUrl: "https://elsewhere.example" }),
    ),
  );

  expect(answer).toMatchObject({
    saved: null,
    errors: { password: expect.stringContaining("needed again") },
  });
});

const setup = (changes: Record<string, unknown>) =>
  JSON.stringify({ ...toSetupValues(DEFAULT_EXIGO_SETUP), ...changes });

const dollars = {
  shopifyCurrency: "usd",
  currencyCode: "usd",
  warehouseId: "1",
  priceType: "1",
  shipMethodId: "6",
};

test("saves the settings for documents and shows them again, and leaves what the page does not show", async () => {
  const changes = {
    "orders.from": "2026-12-01",
    "orders.currencies": [dollars],
    "orders.guestCustomerId": "1001",
    "customers.keepAlike": "true",
    "items.codes": "TEA\n\n CUP ",
  };
  const sent = connection({ intent: "save", setup: setup(changes) });
  expect(await routes.settings.action(await args("/app/settings", sent))).toMatchObject({
    saved: "Connection saved",
    setupErrors: {},
  });

  const { savedSetup } = await routes.settings.loader(await args("/app/settings"));
  expect(savedSetup).toMatchObject({
    "orders.from": "2026-12-01T00:00:00Z",
    "orders.currencies": [{ ...dollars, shopifyCurrency: "USD" }],
    "orders.guestCustomerId": "1001",
    "customers.keepAlike": "true",
    "items.codes": "TEA\nCUP",
  });
  await routes.settings.action(await args("/app/settings", connection({ intent: "save" })));
  expect((await routes.settings.loader(await args("/app/settings"))).savedSetup).toEqual(savedSetup);
});

test("says next to each setting for documents what is wrong with it, and saves nothing", async () => {
  const before = (await routes.settings.loader(await args("/app/settings"))).savedSetup;
  const changes = {
    "orders.currencies": [dollars, { ...dollars, shopifyCurrency: "CAD", warehouseId: "one" }],
    "api.callsPerMinute": "5",
    "customers.pollSeconds": "",
    "customers.fields": [{ shopify: "note", exigo: "field99" }],
  };
  const answer = await routes.settings.action(
    await args("/app/settings", connection({ intent: "save", setup: setup(changes) })),
  );

  expect(answer).toMatchObject({ saved: null });
  expect(Object.keys(answer.setupErrors).sort()).toEqual([
    "api.callsPerMinute",
    "customers.fields.0.exigo",
    "customers.pollSeconds",
    "orders.currencies.1.warehouseId",
  ]);
  expect((await routes.settings.loader(await args("/app/settings"))).savedSetup).toEqual(before);
});

test("tries warehouses, ship methods and items with the connection, and names what does not work", async () => {
  const make = (path: string, body: object, method = "POST") =>
    fetch(`${exigo.url}/3.0${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from("api@demo:demo-password").toString("base64")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
  await make("/customers", { customerType: 1, firstName: "Ana" });
  await make("/item", { itemCode: "TEA", description: "Tea" });
  await make("/item/price", { itemCode: "TEA", currencyCode: "usd", priceType: 1, price: 10 }, "PUT");
  const changes = {
    "orders.currencies": [
      { ...dollars, warehouseId: "9" },
      { ...dollars, shopifyCurrency: "CAD", currencyCode: "cad", shipMethodId: "77" },
    ],
    "orders.shipMethods": [{ title: "Express", warehouseId: "8", shipMethodId: "6" }],
    "items.codes": "NOPE",
  };
  const answer = await routes.settings.action(
    await args("/app/settings", connection({ setup: setup(changes) })),
  );

  expect(answer).toMatchObject({
    test: { ok: false, title: expect.stringContaining("connection works") },
    setupErrors: {
      "orders.currencies.0.warehouseId": expect.stringContaining("no such warehouse"),
      "orders.currencies.1.shipMethodId": expect.stringContaining("Ship method 77"),
      "orders.shipMethods.0.warehouseId": expect.stringContaining("no such warehouse"),
    },
  });
  for (const codes of ["TEA", ""]) {
    const fine = setup({ "orders.currencies": [dollars], "items.codes": codes });
    const fitting = await routes.settings.action(await args("/app/settings", connection({ setup: fine })));
    expect(fitting.setupErrors).toEqual({});
    expect(fitting.test).toMatchObject({ ok: true });
  }
});

test("resumes a paused connection", async () => {
  const { programs, exigoConnections } = world.wiring.adapters;
  const shop = await programs.findShopByDomain("forms.myshopify.com");
  const stored = await exigoConnections.find(shop!.programId);
  await exigoConnections.pause(stored!, "Exigo refused the login");
  expect(await routes.settings.loader(await args("/app/settings"))).toMatchObject({
    state: "paused",
    pausedReason: "Exigo refused the login",
  });

  await routes.settings.action(await args("/app/settings", { intent: "resume" }));

  expect(await routes.settings.loader(await args("/app/settings"))).toMatchObject({ state: "active" });
});

test("reads search and page from the address, and forgives what is no page", async () => {
  const page = await routes.members.loader(await args("/app/members?search=ada%25&page=none"));

  expect(page).toEqual({ rows: [], hasMore: false, search: "ada%", tag: "", page: 1 });
});
