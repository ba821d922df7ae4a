import { escapeHtml } from "../http/exchange.ts";
import type { Shop } from "../state/types.ts";

/** `demo` for demo.myshopify.com: the name in addresses of the admin. */
export function shopHandle(shop: Shop): string {
  return shop.domain.replace(".myshopify.com", "");
}

/** One page of the stand-in of Shopify Admin. `content` is HTML. */
export function adminPage(input: {
  shop: Shop;
  app: { handle: string; title: string };
  title: string;
  active: "home" | "orders" | "customers" | "products" | "app";
  content: string;
  script?: string;
}): string {
  const base = `/store/${shopHandle(input.shop)}`;
  const link = (key: string, href: string, text: string): string =>
    `<a href="${href}"${input.active === key ? ' aria-current="page"' : ""}>${escapeHtml(text)}</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(input.title)} · ${escapeHtml(input.shop.name)}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/admin.css">
</head>
<body class="${input.active === "app" ? "with-app" : ""}">
<a class="skip" href="#main">Skip to content</a>
<header class="top">
  <button class="menu" type="button" aria-expanded="false" aria-controls="nav">Menu</button>
  <span class="label">Simulated Shopify Admin</span>
  <span class="shop">${escapeHtml(input.shop.name)}</span>
</header>
<nav id="nav" class="side" aria-label="Admin">
  ${link("home", base, "Home")}
  ${link("orders", `${base}/orders`, "Orders")}
  ${link("customers", `${base}/customers`, "Customers")}
  ${link("products", `${base}/products`, "Products")}
  <h2>Apps</h2>
  ${link("app", `${base}/apps/${input.app.handle}`, input.app.title)}
  <div id="app-nav"></div>
  <h2>Simulator</h2>
  <a href="/storefront/${input.shop.domain}/">Online store</a>
  <a href="/control">Control</a>
</nav>
<main id="main" tabindex="-1">${input.content}</main>
<div id="toast" class="toast" role="status" aria-live="polite"></div>
<script src="/assets/admin.js" defer></script>
${input.script ?? ""}
</body>
</html>`;
}
