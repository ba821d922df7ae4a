import { escapeHtml } from "../http/exchange.ts";
import { globalId, metafieldsOf } from "../state/metafields.ts";
import type { Store } from "../state/store.ts";
import type { Customer, Shop } from "../state/types.ts";
import { shopHandle } from "./layout.ts";

/** The list of customers. */
export function customersContent(store: Store, shop: Shop): string {
  const customers = store.customersOf(shop.domain);
  const orders = store.ordersOf(shop.domain);
  if (customers.length === 0) return `<h1>Customers</h1><p class="card">No customers yet.</p>`;
  const rows = customers.map((customer) => {
    const count = orders.filter((order) => order.customerId === customer.id).length;
    return `<tr><td><a href="/store/${shopHandle(shop)}/customers/${customer.id}">${escapeHtml(`${customer.firstName} ${customer.lastName}`)}</a></td>
<td>${escapeHtml(customer.email ?? "")}</td><td>${escapeHtml(customer.tags.join(", "))}</td><td class="number">${count}</td></tr>`;
  });
  return `<h1>Customers</h1><div class="card scroll"><table>
<thead><tr><th>Name</th><th>Email</th><th>Tags</th><th class="number">Orders</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

/** One customer: fields to change, orders, metafields. */
export function customerContent(store: Store, shop: Shop, customer: Customer): string {
  const field = (name: keyof Customer, label: string, value: string): string =>
    `<label>${label} <input name="${name}" value="${escapeHtml(value)}"></label>`;
  const metafields = metafieldsOf(store, globalId("Customer", customer.id)).map(
    (row) =>
      `<dt>${escapeHtml(`${row.namespace}.${row.key}`)}</dt><dd>${escapeHtml(row.value)} <small>${escapeHtml(row.type)}</small></dd>`,
  );
  const orders = store
    .ordersOf(shop.domain)
    .filter((order) => order.customerId === customer.id)
    .map(
      (order) =>
        `<li><a href="/store/${shopHandle(shop)}/orders/${order.id}">${escapeHtml(order.name)}</a></li>`,
    );
  return `<p><a href="/store/${shopHandle(shop)}/customers">← Customers</a></p>
<h1>${escapeHtml(`${customer.firstName} ${customer.lastName}`)}</h1>
<form class="card form" id="customer" data-shop="${shop.domain}" data-customer="${customer.id}">
${field("firstName", "First name", customer.firstName)}${field("lastName", "Last name", customer.lastName)}
${field("email", "Email", customer.email ?? "")}${field("tags", "Tags, with commas", customer.tags.join(", "))}
<div class="actions"><button>Save</button><button type="button" data-act="delete-customer" class="danger">Delete customer</button></div>
<p id="problem" class="problem" role="alert"></p></form>
<section class="card"><h2>Metafields</h2><dl>${metafields.join("") || "<dd>None</dd>"}</dl></section>
<section class="card"><h2>Orders</h2><ul>${orders.join("") || "<li>None</li>"}</ul></section>`;
}

/** The list of products. */
export function productsContent(store: Store, shop: Shop): string {
  const rows = store.productsOf(shop.domain).flatMap((product) =>
    product.variants.map(
      (variant) =>
        `<tr><td><span class="picture" style="background:${escapeHtml(product.picture.colour)}">${escapeHtml(product.picture.symbol)}</span> ${escapeHtml(product.title)}</td>
<td>${escapeHtml(variant.title)}</td><td>${escapeHtml(variant.sku ?? "")}</td><td class="number">${escapeHtml(variant.price)}</td><td class="number">${variant.inventoryQuantity}</td></tr>`,
    ),
  );
  return `<h1>Products</h1><div class="card scroll"><table>
<thead><tr><th>Product</th><th>Variant</th><th>SKU</th><th class="number">Price</th><th class="number">On hand</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

/** The shop's first page. */
export function shopHomeContent(store: Store, shop: Shop): string {
  const orders = store.ordersOf(shop.domain).length;
  const customers = store.customersOf(shop.domain).length;
  const installed = store.state.installations[shop.domain];
  return `<h1>${escapeHtml(shop.name)}</h1><section class="card"><dl>
<dt>Domain</dt><dd>${shop.domain}</dd><dt>Currency</dt><dd>${shop.currency}</dd><dt>Time zone</dt><dd>${escapeHtml(shop.timeZone)}</dd>
<dt>Orders</dt><dd>${orders}</dd><dt>Customers</dt><dd>${customers}</dd>
<dt>App</dt><dd>${installed ? `installed ${escapeHtml(installed.installedAt)}` : "not installed; open it to install it"}</dd></dl></section>`;
}
