import { orderStatuses, orderTypes } from "../state/orders.ts";
import { fieldsOf, numberedChoices } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { FORM_LINES } from "./order-forms.ts";
import type { View } from "./view.ts";
import { emptyState, pageFields, wasRefused } from "./view.ts";

/** The form that adds an order, as a person in customer service does. It needs a customer and an item. */
export function newOrderForm(view: View): Html {
  const { customers, items } = view.company;
  const isReady = customers.length > 0 && items.length > 0;
  return html`<details ${wasRefused(view, "orders") && html`open`}>
    <summary>Add an order</summary>
    ${
      isReady
        ? html`<div class="inside">${orderForm(view)}</div>`
        : emptyState("Not yet", "An order needs a customer and an item with a price.")
    }
  </details>`;
}

function orderForm(view: View): Html {
  const { text, select } = fieldsOf(view, "orders");
  const { company } = view;
  const warehouse = company.warehouses[0];
  const first = company.customers[0]?.columns ?? {};
  const required = html`required`;
  const number = (name: string, label: string, value: string | number) =>
    text({ name, label, value, size: "small", attributes: html`required inputmode="numeric"` });
  const lines = Array.from({ length: FORM_LINES }, (_, index) => index + 1);
  return html`<form method="post" action="/console/orders" class="fields">
    ${pageFields(view)} ${number("customerID", "Customer id", company.customers[0]?.customerID ?? "")}
    ${select({ name: "orderType", label: "Type", value: "1", choices: numberedChoices(orderTypes) })}
    ${select({ name: "orderStatus", label: "Status", value: "7", choices: numberedChoices(orderStatuses) })}
    ${number("warehouseID", "Warehouse", warehouse?.warehouseID ?? 1)}
    ${text({ name: "currencyCode", label: "Currency", value: warehouse?.currencies[0] ?? "usd", size: "small", attributes: html`required maxlength="3"` })}
    ${number("shipMethodID", "Ship method", warehouse?.shipMethods[0]?.shipMethodID ?? "")}
    ${number("priceType", "Price type", 1)}
    ${text({ name: "country", label: "Country", value: first.mainCountry ?? "US", size: "small", attributes: required })}
    ${text({ name: "state", label: "State", value: first.mainState ?? "TX", size: "small" })}
    ${lines.map(
      (line) =>
        html`${text({
          name: `itemCode${line}`,
          label: `Item ${line}`,
          attributes: line === 1 ? html`required maxlength="20"` : html`maxlength="20"`,
        })}
        ${text({ name: `quantity${line}`, label: "Quantity", value: "1", size: "small" })}`,
    )}
    ${text({ name: "returnOrderID", label: "Return of order", size: "small" })}
    ${text({ name: "parentOrderID", label: "Split off order", size: "small" })}
    <button>Add order</button>
  </form>`;
}
