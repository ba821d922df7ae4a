import type { IncomingMessage, ServerResponse } from "node:http";
import { escapeHtml, sendHtml, sendJson } from "../http/exchange.ts";
import { makeSessionToken } from "../oauth/session-token.ts";
import type { Simulator } from "../simulator.ts";
import type { Shop } from "../state/types.ts";
import { frameAddress } from "./app-frame.ts";
import { adminPage, shopHandle } from "./layout.ts";
import { orderContent, ordersContent } from "./order-pages.ts";
import { customerContent, customersContent, productsContent, shopHomeContent } from "./people-pages.ts";

/** The one member of staff that the stand-in knows. */
const staffId = 1;

function sessionToken(simulator: Simulator, shop: Shop): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return makeSessionToken(
    { shop: shop.domain, apiKey: simulator.apiKey, userId: staffId, nowSeconds },
    simulator.apiSecret,
  );
}

function appPage(simulator: Simulator, shop: Shop, path: string, search: URLSearchParams): string {
  const { app } = simulator.store;
  const idToken = sessionToken(simulator, shop);
  const source = frameAddress(simulator.appUrl(), { shop, path, idToken, search });
  const settings = {
    appUrl: simulator.appUrl(),
    appTitle: app.title,
    shopHandle: shopHandle(shop),
    base: `/store/${shopHandle(shop)}/apps/${app.handle}`,
  };
  const content = `<div class="progress"></div>
<div class="titlebar"><strong>${escapeHtml(app.title)}</strong><span class="buttons actions"></span></div>
<div class="savebar"><span>Unsaved changes</span><span class="buttons actions"></span></div>
<iframe id="app-frame" title="${escapeHtml(app.title)}" src="${escapeHtml(source)}" allow="clipboard-write"></iframe>`;
  const script = `<script type="application/json" id="app-settings">${JSON.stringify(settings).replaceAll("<", "\\u003c")}</script>
<script src="/assets/app-host.js" defer></script>`;
  return adminPage({ shop, app, title: app.title, active: "app", content, script });
}

function pageOf(simulator: Simulator, shop: Shop, rest: string): string | null {
  const { store } = simulator;
  const page = (
    active: "home" | "orders" | "customers" | "products",
    title: string,
    content: string,
  ): string => adminPage({ shop, app: store.app, title, active, content });
  const [section = "", id] = rest.split("/").filter(Boolean);
  if (section === "") return page("home", "Home", shopHomeContent(store, shop));
  if (section === "products") return page("products", "Products", productsContent(store, shop));
  if (section === "orders" && id === undefined) return page("orders", "Orders", ordersContent(store, shop));
  if (section === "customers" && id === undefined)
    return page("customers", "Customers", customersContent(store, shop));
  if (section === "orders") {
    const order = store.order(shop.domain, Number(id));
    return order ? page("orders", order.name, orderContent(store, shop, order)) : null;
  }
  if (section === "customers") {
    const customer = store.customer(shop.domain, Number(id));
    return customer ? page("customers", "Customer", customerContent(store, shop, customer)) : null;
  }
  return null;
}

/** Serves the stand-in of Shopify Admin under `/store/{shop}`; false when the path is another. */
export async function handleHost(
  simulator: Simulator,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<boolean> {
  const match = /^\/store\/([a-z0-9-]+)(\/.*)?$/.exec(url.pathname);
  if (!match) return false;
  const shop = simulator.store.shop(`${match[1]}.myshopify.com`);
  const rest = match[2] ?? "";
  if (!shop) {
    sendHtml(
      res,
      404,
      `<!doctype html><title>No such shop</title><p>There is no shop ${escapeHtml(match[1] ?? "")}. <a href="/">Home</a></p>`,
    );
    return true;
  }
  const app = /^\/apps\/([^/]+)(\/.*)?$/.exec(rest);
  // An app is known by its handle or by its client id, as in the real admin's addresses.
  if (app && (app[1] === simulator.store.app.handle || app[1] === simulator.apiKey))
    sendHtml(res, 200, appPage(simulator, shop, app[2] ?? "/", url.searchParams));
  else if (rest === "/session-token" && req.method === "POST")
    sendJson(res, 200, { token: sessionToken(simulator, shop) });
  else if (rest === "/extensions.json") await sendExtensions(simulator, res, shop);
  else if (rest === "/products.json") sendJson(res, 200, pickerProducts(simulator, shop));
  else {
    const page = pageOf(simulator, shop, rest);
    if (page) sendHtml(res, 200, page);
    else
      sendHtml(
        res,
        404,
        `<!doctype html><title>Not found</title><p>There is no such page. <a href="/store/${match[1]}">Back</a></p>`,
      );
  }
  return true;
}

/** Of an app that is not installed, the theme has no blocks. */
async function sendExtensions(
  { store, storefront }: Simulator,
  res: ServerResponse,
  shop: Shop,
): Promise<void> {
  const installed = store.state.installations[shop.domain] !== undefined;
  sendJson(res, 200, installed ? [await storefront.themeExtension()] : []);
}

function pickerProducts(simulator: Simulator, shop: Shop): object[] {
  return simulator.store.productsOf(shop.domain).map((product) => ({
    id: `gid://shopify/Product/${product.id}`,
    title: product.title,
    handle: product.handle,
    variants: product.variants.map((variant) => ({
      id: `gid://shopify/ProductVariant/${variant.id}`,
      title: variant.title,
      price: variant.price,
    })),
  }));
}
