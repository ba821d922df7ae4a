import { afterAll, beforeAll, expect, test } from "vitest";

import type * as HomeRoute from "../../app/routes/app._index.tsx";
import type * as AppRoute from "../../app/routes/app/route.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let routes: {
  app: typeof AppRoute;
  home: typeof HomeRoute;
};

beforeAll(async () => {
  world = await createAdminWorld();
  routes = {
    app: await import("../../app/routes/app/route.tsx"),
    home: await import("../../app/routes/app._index.tsx"),
  };
});

afterAll(() => world.close());

const open = async (shop: string) => {
  const request = await world.adminRequest(shop, "/app");
  return Promise.all([
    routes.app.loader({ request, params: {}, context: {} }),
    routes.home.loader({ request: request.clone(), params: {}, context: {} }),
  ]);
};

test("installs the shop on its first visit, though both loaders run at once", async () => {
  world.addShop("first-visit", "EUR");

  const [app, home] = await open("first-visit");

  expect(app.unit).toEqual({ unitName: "credits", scale: 0 });
  expect(home.figures).toMatchObject({ members: 0, openCases: 0 });
  expect(home.figures.days).toHaveLength(30);
  const shop = await world.wiring.adapters.programs.findShopByDomain("first-visit.myshopify.com");
  expect(shop).toMatchObject({ currency: "EUR", state: "installed" });
  const [rules] = await world.wiring.adapters.earnRules.listVersions(shop!.programId);
  expect(rules?.document.timeZone).toBe("America/New_York");
});

test("installs a shop again that had uninstalled the app", async () => {
  world.addShop("comes-back");
  await open("comes-back");
  await world.wiring.adapters.programs.markUninstalled("comes-back.myshopify.com", null);
  await world.wiring.adapters.sessions.deleteOfShop("comes-back.myshopify.com");

  await open("comes-back");

  const shop = await world.wiring.adapters.programs.findShopByDomain("comes-back.myshopify.com");
  expect(shop?.state).toBe("installed");
});

test("keeps an expiring token with its refresh token, and none of them in the clear", async () => {
  world.addShop("keeps-secrets");
  await open("keeps-secrets");
  const { sessionStorage } = await import("#shopify");

  const session = await sessionStorage?.loadSession("offline_keeps-secrets.myshopify.com");

  expect(session?.expires?.getTime()).toBeGreaterThan(Date.now());
  expect(session?.refreshTokenExpires?.getTime()).toBeGreaterThan(Date.now());
  const row = await world.wiring.adapters.sessions.findOfShop("keeps-secrets.myshopify.com");
  const stored = Buffer.concat(row.map((each) => each.sealed)).toString("latin1");
  for (const token of [session?.accessToken, session?.refreshToken]) {
    expect(token).toMatch(/^\w{10,}/);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(Buffer.from(String(token)).toString("base64"));
  }
});

test("turns away a request without a session token", async () => {
  const request = new Request("http://127.0.0.1:9/app", {
    headers: { "user-agent": "Mozilla/5.0 Chrome/150" },
  });

  await expect(routes.app.loader({ request, params: {}, context: {} })).rejects.toBeInstanceOf(Response);
});

test("turns away a session token that another secret signed", async () => {
  world.addShop("forged");
  const request = await world.adminRequest("forged", "/app");
  const [head, body] = request.headers.get("authorization")!.replace("Bearer ", "").split(".");
  request.headers.set(
    "authorization",
    `Bearer ${head}.${body}.${Buffer.from("forged").toString("base64url")}`,
  );

  await expect(routes.app.loader({ request, params: {}, context: {} })).rejects.toBeInstanceOf(Response);
  expect(await world.wiring.adapters.programs.findShopByDomain("forged.myshopify.com")).toBeNull();
});
