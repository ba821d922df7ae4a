import { customerById } from "../state/company.ts";
import type { OrderDetailRow, OrderRow } from "../state/orders.ts";
import { orderById, orderTypes } from "../state/orders.ts";
import { customerName } from "./customer-list.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { statusPill } from "./order-list.ts";
import { paymentPart } from "./order-payments.ts";
import { statusForm } from "./order-status.ts";
import type { View } from "./view.ts";
import { nothingChosen, pageAddress, showAmount, showQuantity, showTime } from "./view.ts";

/** The chosen order: what it comes to, its lines, its payments, and the forms that move it on. */
export function orderDetail(view: View): Html {
  const chosen = view.query.get("order");
  const order = chosen === null ? null : orderById(view.company.orders, Number(chosen));
  if (order === null) {
    return nothingChosen(
      view,
      "order",
      "Choose one in the list to see its lines and payments and to ship it.",
    );
  }
  return html`<section class="card detail" aria-labelledby="order">
    <header>
      <div>
        <h2 id="order">Order ${order.orderID}</h2>
        <p class="soft wrap">${identity(order)}</p>
      </div>
      <div>${statusPill(order)}</div>
    </header>
    <div class="inside">${sums(order)} ${facts(view, order)} ${statusForm(view, order)}</div>
    ${lines(order)} ${paymentPart(view, order)}
  </section>`;
}

function identity({ orderKey, orderType, createdDate, createdBy }: OrderRow): string {
  const parts = [
    orderTypes[orderType] ?? `type ${orderType}`,
    orderKey === null ? null : `key ${orderKey}`,
    `${showTime(createdDate)} by ${createdBy}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

function sums(order: OrderRow): Html {
  const entries = [
    ["Subtotal", order.subTotalUnits],
    ["Shipping", order.shippingTotalUnits],
    ["Tax", order.taxTotalUnits],
    [`Total ${order.currencyCode}`, order.totalUnits],
  ] as const;
  return html`<div class="balances">
    ${entries.map(
      ([label, units]) =>
        html`<div class="balance">
          <span class="soft">${label}</span><strong>${showAmount(units)}</strong>
        </div>`,
    )}
  </div>`;
}

function facts(view: View, order: OrderRow): Html {
  const { company } = view;
  const customer = customerById(company, order.customerID);
  const customerPage = pageAddress({ company, page: "customers" }, { customer: String(order.customerID) });
  const text = (separator: string, ...names: string[]) =>
    names
      .map((name) => order.columns[name])
      .filter(Boolean)
      .join(separator);
  const receiver = text(" ", "firstName", "lastName");
  const address = text(", ", "address1", "city", "state", "zip", "country");
  const stored = Object.entries(order.columns).filter(
    ([name, value]) =>
      /^(other|trackingNumber|webCarrier|notes)/.test(name) && value !== null && value !== "",
  );
  const rows: (readonly [string, Html | string])[] = [
    ["Customer", html`<a href="${customerPage}">${customer === null ? "Gone" : customerName(customer)}</a>`],
    ["Ships to", [receiver, address].filter(Boolean).join(", ") || "–"],
    ["Warehouse", `${order.warehouseID}, ship method ${order.shipMethodID}, price type ${order.priceType}`],
    ...(order.returnOrderID === null ? [] : [["Return of", linkTo(view, order.returnOrderID)] as const]),
    ...(order.parentOrderID ? [["Split off", linkTo(view, order.parentOrderID)] as const] : []),
    ...(order.columns.shippedDate ? [["Shipped", showTime(String(order.columns.shippedDate))] as const] : []),
    ...stored.map(([name, value]) => [name, String(value)] as const),
    ["Changed", `${showTime(order.modifiedDate)} by ${order.modifiedBy}`],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd class="wrap">${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function linkTo(view: View, orderID: number): Html {
  return html`<a href="${pageAddress(view, { order: String(orderID) })}">order ${orderID}</a>`;
}

function lines({ details }: OrderRow): Html {
  return html`<div class="scroll">
    <table>
      <caption class="skip">
        Lines
      </caption>
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" class="number">Quantity</th>
          <th scope="col" class="number">Each</th>
          <th scope="col" class="number">Tax</th>
          <th scope="col" class="number">Sum</th>
          <th scope="col">Reference</th>
        </tr>
      </thead>
      <tbody>
        ${details.map(lineRow)}
      </tbody>
    </table>
  </div>`;
}

function lineRow(line: OrderDetailRow): Html {
  return html`<tr>
    <td><span class="name">${line.itemCode}</span><span class="soft">${line.description}</span></td>
    <td class="number">${showQuantity(line.quantityUnits)}</td>
    <td class="number">${showAmount(line.priceEachUnits)}</td>
    <td class="number">${showAmount(line.taxUnits)}</td>
    <td class="number">${showAmount(line.priceTotalUnits)}</td>
    <td class="wrap soft">${line.reference1 ?? "–"}</td>
  </tr>`;
}
