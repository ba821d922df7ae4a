import type { OrderRow } from "../state/orders.ts";
import { ACCEPTED, CANCELED, orderStatuses, RETURN_ORDER, SHIPPED } from "../state/orders.ts";
import { customerById } from "../state/company.ts";
import { customerName } from "./customer-list.ts";
import { countText, searchForm } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { newOrderForm } from "./order-new.ts";
import type { View } from "./view.ts";
import { noRows, pageAddress, showAmount, showTime } from "./view.ts";

const MOST_ROWS = 100;

/** The orders, newest first, a search, and the form that adds one. */
export function orderList(view: View): Html {
  const { orders } = view.company;
  const search = view.query.get("search")?.trim().toLowerCase() ?? "";
  const found = search === "" ? orders : orders.filter((order) => isFound(order, search));
  const shown = found.slice(-MOST_ROWS).reverse();
  return html`<section class="card list" aria-labelledby="orders">
    <header>
      <h2 id="orders">Orders</h2>
      <span class="soft">${countText(shown.length, found.length, orders.length)}</span>
    </header>
    ${orders.length > 0 && searchForm(view, { action: "/orders", placeholder: "Id, key, status or customer" })}
    ${
      shown.length > 0
        ? orderTable(view, shown)
        : noRows(view, "order", "Orders that the application creates appear here.")
    }
    ${newOrderForm(view)}
  </section>`;
}

function isFound(order: OrderRow, search: string): boolean {
  const others = Object.entries(order.columns).filter(([name]) => name.startsWith("other"));
  const texts = [order.orderID, order.orderKey, order.customerID, orderStatuses[order.orderStatus]];
  return [...texts, ...others.map(([, value]) => value)].some((text) =>
    String(text ?? "")
      .toLowerCase()
      .includes(search),
  );
}

function orderTable(view: View, orders: readonly OrderRow[]): Html {
  const chosen = view.query.get("order");
  return html`<div class="tall">
    <table>
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">Status</th>
          <th scope="col" class="number">Total</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map((order) => {
          const customer = customerById(view.company, order.customerID);
          return html`<tr ${chosen === String(order.orderID) && html`class="chosen"`}>
            <td class="wrap">
              <a class="name" href="${pageAddress(view, { order: String(order.orderID) })}"
                >${order.orderID}</a
              >
              <span class="soft"
                >${customer === null ? order.customerID : customerName(customer)} ·
                ${showTime(order.createdDate)}</span
              >
            </td>
            <td>${statusPill(order)}</td>
            <td class="number">
              ${showAmount(order.totalUnits)} <span class="soft">${order.currencyCode}</span>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

export function statusPill({ orderStatus, orderType }: Pick<OrderRow, "orderStatus" | "orderType">): Html {
  const mood =
    orderStatus === CANCELED
      ? "bad"
      : orderStatus === SHIPPED
        ? "good"
        : orderStatus < ACCEPTED
          ? "warn"
          : "";
  return html`<span class="pill ${mood}">${orderStatuses[orderStatus] ?? orderStatus}</span>
    ${orderType === RETURN_ORDER && html`<span class="pill">Return</span>`}`;
}
