import type { OrderRow, PaymentRow } from "../state/orders.ts";
import { paymentTypes, POINT_PAYMENT } from "../state/orders.ts";
import { formatDecimal } from "../values/decimal.ts";
import { fieldsOf, numberedChoices, pointAccountChoices } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { emptyState, hidden, pageFields, showAmount, showTime } from "./view.ts";

/** An order's payments, voided ones among them, and the form that records one. */
export function paymentPart(view: View, order: OrderRow): Html {
  const payments = view.company.payments.filter(({ orderID }) => orderID === order.orderID);
  const paid = payments.reduce((sum, { voided, amountUnits }) => sum + (voided ? 0 : amountUnits), 0);
  return html`<div class="inside">
      <h3>Payments</h3>
      ${paymentForm(view, order, order.totalUnits - paid)}
    </div>
    ${
      payments.length === 0
        ? emptyState("No payments yet", "A payment leaves the order’s status as it is.")
        : paymentTable(view, payments)
    }`;
}

function paymentForm(view: View, order: OrderRow, openUnits: number): Html {
  const { text, select } = fieldsOf(view, "payments");
  return html`<form method="post" action="/console/payments" class="fields" aria-label="Record a payment">
    ${pageFields(view)} ${hidden("orderID", order.orderID)}
    ${select({
      name: "paymentTy",
      label: "Type",
      value: "1",
      choices: numberedChoices(paymentTypes.slice(0, 18)),
    })}
    ${text({ name: "amount", label: "Amount", size: "small", value: formatDecimal(openUnits), attributes: html`required inputmode="decimal"` })}
    ${select({
      name: "pointAccountID",
      label: `Points of (for type ${POINT_PAYMENT})`,
      choices: pointAccountChoices(view),
    })}
    ${text({ name: "memo", label: "Memo", attributes: html`maxlength="500"` })}
    <button>Record payment</button>
  </form>`;
}

function paymentTable(view: View, payments: readonly PaymentRow[]): Html {
  return html`<div class="scroll">
    <table>
      <caption class="skip">
        Payments
      </caption>
      <thead>
        <tr>
          <th scope="col">Payment</th>
          <th scope="col">Type</th>
          <th scope="col" class="number">Amount</th>
          <th scope="col">Memo, authorization</th>
          <th scope="col"><span class="skip">Void</span></th>
        </tr>
      </thead>
      <tbody>
        ${payments.map((payment) => paymentRow(view, payment))}
      </tbody>
    </table>
  </div>`;
}

function paymentRow(view: View, payment: PaymentRow): Html {
  const { paymentID, paymentType, memo, authorizationCode } = payment;
  return html`<tr>
    <td class="nowrap">
      <span class="name">${paymentID}</span><span class="soft">${showTime(payment.paymentDate)}</span>
    </td>
    <td>${paymentTypes[paymentType] ?? paymentType}</td>
    <td class="number">
      ${showAmount(payment.amountUnits)} <span class="soft">${payment.currencyCode}</span>
    </td>
    <td class="wrap soft">${[memo, authorizationCode].filter(Boolean).join(" · ") || "–"}</td>
    <td>
      ${
        payment.voided
          ? html`<span class="pill bad">Void</span>`
          : html`<form method="post" action="/console/payments/void">
              ${pageFields(view)} ${hidden("paymentID", paymentID)}
              <button class="danger" aria-label="Void payment ${paymentID}">Void</button>
            </form>`
      }
    </td>
  </tr>`;
}
