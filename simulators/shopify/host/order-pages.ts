import { escapeHtml } from "../http/exchange.ts";
import { formatMinor } from "../state/money.ts";
import {
  currentTotals,
  fulfillableUnits,
  fulfilmentStatusOf,
  outstandingMoney,
  refundedMoney,
  totalsBeforeReturns,
} from "../state/order-figures.ts";
import type { Store } from "../state/store.ts";
import type { Order, Shop } from "../state/types.ts";
import { shopHandle } from "./layout.ts";

const money = (order: Order, minor: number): string =>
  `${formatMinor(minor, order.currency)} ${order.currency}`;

function badge(text: string): string {
  return `<span class="badge badge-${escapeHtml(text)}">${escapeHtml(text.replaceAll("_", " "))}</span>`;
}

function customerName(store: Store, order: Order): string {
  const customer = order.customerId === null ? undefined : store.customer(order.shop, order.customerId);
  return customer ? `${customer.firstName} ${customer.lastName}`.trim() : "Guest";
}

/** The list of orders, newest first. */
export function ordersContent(store: Store, shop: Shop): string {
  const orders = store.ordersOf(shop.domain).reverse();
  if (orders.length === 0)
    return `<h1>Orders</h1><p class="card">No orders yet. Buy something in the online store.</p>`;
  const rows = orders.slice(0, 200).map(
    (order) => `<tr>
<td><a href="/store/${shopHandle(shop)}/orders/${order.id}">${escapeHtml(order.name)}</a></td>
<td>${escapeHtml(order.processedAt.slice(0, 16).replace("T", " "))}</td>
<td>${escapeHtml(customerName(store, order))}</td>
<td class="number">${money(order, currentTotals(order).total.shopMinor)}</td>
<td>${badge(order.financialStatus)}</td>
<td>${badge(order.cancelledAt ? "cancelled" : (fulfilmentStatusOf(order) ?? "unfulfilled"))}</td></tr>`,
  );
  return `<h1>Orders</h1><div class="card scroll"><table>
<thead><tr><th>Order</th><th>Date (UTC)</th><th>Customer</th><th class="number">Total</th><th>Payment</th><th>Fulfilment</th></tr></thead>
<tbody>${rows.join("")}</tbody></table></div>`;
}

function lineRows(order: Order): string {
  return order.lines
    .map(
      (
        line,
      ) => `<tr data-line="${line.id}" data-left="${line.currentQuantity}" data-fulfillable="${fulfillableUnits(line)}">
<td>${escapeHtml(line.title)}${line.addedByEdit ? " <small>(added)</small>" : ""}<br><small>${escapeHtml(line.sku ?? "no SKU")}</small></td>
<td class="number">${line.currentQuantity} of ${line.quantity}</td>
<td class="number">${money(order, line.unitPrice.shopMinor)}</td>
<td class="number">${line.fulfilledQuantity}</td>
<td><input type="number" min="0" max="${line.currentQuantity}" value="0" aria-label="Units of ${escapeHtml(line.title)}"></td></tr>`,
    )
    .join("");
}

function refundRows(order: Order): string {
  return order.refunds
    .map((refund) => {
      const given = refund.transactions.reduce((sum, transaction) => sum + transaction.amount.shopMinor, 0);
      const units = refund.lines.reduce((sum, line) => sum + line.quantity, 0);
      return `<li>${escapeHtml(refund.createdAt.slice(0, 16).replace("T", " "))}: ${units} units, ${money(order, given)} given back</li>`;
    })
    .join("");
}

/** One order with its actions; `variants` fills the list of what an edit can add. */
export function orderContent(store: Store, shop: Shop, order: Order): string {
  const before = totalsBeforeReturns(order);
  const current = currentTotals(order);
  const outstanding = outstandingMoney(order).shopMinor;
  const variants = store
    .productsOf(shop.domain)
    .flatMap((product) =>
      product.variants.map(
        (variant) =>
          `<option value="${variant.id}">${escapeHtml(`${product.title} · ${variant.title} · ${variant.price}`)}</option>`,
      ),
    );
  return `<p><a href="/store/${shopHandle(shop)}/orders">← Orders</a></p>
<h1>${escapeHtml(order.name)} ${badge(order.financialStatus)} ${order.cancelledAt ? badge("cancelled") : ""}</h1>
<p>${escapeHtml(customerName(store, order))} · ${escapeHtml(order.email ?? "no email")} · ${escapeHtml(order.processedAt)}</p>
<section class="card scroll" data-shop="${shop.domain}" data-order="${order.id}" id="order">
<table><thead><tr><th>Item</th><th class="number">Units</th><th class="number">Price</th><th class="number">Fulfilled</th><th>Choose</th></tr></thead>
<tbody>${lineRows(order)}</tbody></table>
<div class="actions">
<button data-act="refund">Refund chosen units</button>
<button data-act="refund-all">Refund everything</button>
<button data-act="refund-shipping">Refund shipping</button>
<button data-act="fulfil">Fulfil chosen units</button>
<button data-act="fulfil-all">Fulfil everything</button>
<button data-act="remove">Remove chosen units (edit)</button>
<button data-act="pay"${outstanding > 0 ? "" : " disabled"}>Mark as paid</button>
<button data-act="refund-owed" data-owed="${formatMinor(Math.max(0, -outstanding), order.currency)}"${outstanding < 0 ? "" : " disabled"}>Give back what is owed</button>
<button data-act="cancel" class="danger">Cancel order</button>
<button data-act="delete" class="danger">Delete order</button>
</div>
<div class="actions"><label>Add a line (edit) <select id="variant">${variants.join("")}</select></label><button data-act="add">Add</button></div>
<p id="problem" class="problem" role="alert"></p>
</section>
<section class="card"><dl>
<dt>Subtotal</dt><dd>${money(order, current.subtotal.shopMinor)}${order.discount ? ` (code ${escapeHtml(order.discount.code)})` : ""}</dd>
<dt>Shipping</dt><dd>${money(order, current.shipping.shopMinor)}</dd>
<dt>Tax</dt><dd>${money(order, current.tax.shopMinor)}${order.taxesIncluded ? " (included)" : ""}</dd>
<dt>Total</dt><dd>${money(order, current.total.shopMinor)} <small>(before returns ${money(order, before.total.shopMinor)})</small></dd>
<dt>Given back</dt><dd>${money(order, refundedMoney(order).shopMinor)}</dd>
<dt>Outstanding</dt><dd>${money(order, outstanding)}</dd>
</dl>${order.refunds.length > 0 ? `<h2>Refunds and removals</h2><ul>${refundRows(order)}</ul>` : ""}</section>`;
}
