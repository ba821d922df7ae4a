import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createOperations } from "../../../simulators/shopify/operations/index.ts";
import { globalId, putMetafield } from "../../../simulators/shopify/state/metafields.ts";
import { appIdentity, createStore } from "../../../simulators/shopify/state/store.ts";
import type { Customer } from "../../../simulators/shopify/state/types.ts";
import { createStorefront } from "../../../simulators/shopify/storefront/index.ts";

export const domain = "demo.myshopify.com";
export const apiSecret = "storefront-test-secret";
export const themeExtensionDir = fileURLToPath(new URL("../../../extensions/storefront", import.meta.url));

/** A shop with two products and two customers, and the app installed; nothing listens yet. */
export function furnishShop(options: { installed?: boolean } = {}) {
  const app = appIdentity({
    apiKey: "storefront-test-key",
    handle: "hybrid-credits",
    title: "Hybrid Credits",
  });
  const store = createStore({ app });
  const events: string[] = [];
  const operations = createOperations({ store, emit: ({ topic }) => events.push(topic) });
  operations.createShop({ domain, name: "Alder & Wren", taxRateBps: 1000, timeZone: "UTC" });
  const mug = operations.createProduct({
    shop: domain,
    title: "Morning mug",
    variants: [{ price: "24.00" }],
  });
  const lamp = operations.createProduct({
    shop: domain,
    title: "Reading lamp",
    variants: [{ price: "120.00", inventoryQuantity: 3 }],
  });
  const mara = operations.createCustomer({
    shop: domain,
    firstName: "Mara",
    lastName: "Ellison",
    email: "mara@example.com",
  });
  const jun = operations.createCustomer({
    shop: domain,
    firstName: "Jun",
    lastName: "Sato",
    email: "jun@example.com",
  });
  if (options.installed ?? true)
    store.state.installations[domain] = {
      shop: domain,
      id: 1,
      installedAt: store.now(),
      scopes: [],
      generation: 1,
      onlineGeneration: 1,
    };
  return { store, operations, events, mug, lamp, mara, jun };
}

export type Furnished = ReturnType<typeof furnishShop>;

/** Writes a customer's balance metafield as the app does. */
export function writeBalance(
  { store }: Furnished,
  customer: Customer,
  balance: Record<string, unknown>,
): void {
  putMetafield(store, {
    shop: domain,
    ownerId: globalId("Customer", customer.id),
    namespace: "$app:credits",
    key: "balance",
    type: "json",
    value: JSON.stringify({
      v: 1,
      unit: "credits",
      scale: 2,
      available: 0,
      pending: 0,
      held: 0,
      updatedAt: "2026-11-20T12:00:00Z",
      entrySeq: 1,
      recent: [],
      ...balance,
    }),
  });
}

/** Serves the shop on a free port. */
export async function openShop(shop: Furnished, appOrigin = "http://127.0.0.1:9") {
  const { store, operations } = shop;
  const storefront = createStorefront({
    store,
    operations,
    apiSecret,
    apiKey: store.app.apiKey,
    appOrigin,
    themeExtensionDir,
  });
  const server = createServer((req, res) => {
    void storefront
      .handle(req, res, new URL(req.url ?? "/", "http://shop"))
      .then((handled) => handled || res.writeHead(418).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    base: `${origin}/storefront/${domain}`,
    close: () => new Promise((done) => server.close(done)),
  };
}

/** A browser without script: keeps the cookie, follows redirects and posts forms. */
export function openBrowser(origin: string) {
  const base = `${origin}/storefront/${domain}`;
  let cookie = "";
  async function send(
    address: string,
    init: RequestInit,
  ): Promise<{ status: number; html: string; path: string }> {
    const answer = await fetch(address, {
      ...init,
      redirect: "manual",
      headers: { ...init.headers, cookie },
    });
    cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    const location = answer.headers.get("location");
    if (location) return send(new URL(location, origin).href, {});
    return { status: answer.status, html: await answer.text(), path: address.slice(base.length) };
  }
  return {
    get: (path: string) => send(`${base}${path}`, {}),
    post: (path: string, fields: Record<string, string | number>) => {
      const form = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
      return send(`${base}${path}`, { method: "POST", body: form });
    },
  };
}
