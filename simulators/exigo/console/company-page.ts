import type { WarehouseRow } from "../state/catalog.ts";
import type { PointAccountRow } from "../state/company.ts";
import { formatDecimal } from "../values/decimal.ts";
import { fieldsOf, options } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { hidden, pageFields, wasRefused } from "./view.ts";

/** What the company has set up: warehouses with their currencies and ways to send, the tax, point accounts. */
export function companyPage(view: View): Html {
  const { warehouses, pointAccounts } = view.company;
  return html`<section class="card" aria-labelledby="warehouses">
      <header>
        <h2 id="warehouses">Warehouses</h2>
        <span class="soft">An order’s currency and way to send must be those of its warehouse</span>
      </header>
      <div class="inside split">${warehouses.map((row) => warehouseForm(view, row))}</div>
      ${newWarehouse(view)}
    </section>
    <section class="card" aria-labelledby="accounts">
      <header>
        <h2 id="accounts">Point accounts</h2>
        <span class="soft">${pointAccounts.length}</span>
      </header>
      <div class="inside">${pointAccounts.map((row) => accountForm(view, row))} ${newAccount(view)}</div>
    </section>
    <section class="card" aria-labelledby="tax">
      <header>
        <h2 id="tax">Tax</h2>
        <span class="soft">Of orders that bring no rate of their own</span>
      </header>
      <div class="inside">${taxForm(view)}</div>
    </section>`;
}

function warehouseForm(view: View, { warehouseID, columns, currencies, shipMethods }: WarehouseRow): Html {
  const methods = shipMethods.map(
    (method) => `${method.shipMethodID} ${method.description} ${formatDecimal(method.priceUnits)}`,
  );
  const place = [columns.city, columns.state, columns.country].filter(Boolean).join(", ");
  return html`<form method="post" action="/console/warehouses/change" aria-label="Warehouse ${warehouseID}">
    ${pageFields(view)} ${hidden("warehouseID", warehouseID)}
    <h3>${warehouseID} · ${(columns.description as string | null) ?? "No name"}</h3>
    <p class="soft">${place || "No address"}</p>
    <div class="fields">
      <label class="wide"
        >Currencies <input name="currencies" required autocomplete="off" value="${currencies.join(", ")}"
      /></label>
      <label class="whole"
        >Ways to send: number, name, price
        <textarea name="shipMethods" rows="${Math.max(3, methods.length + 1)}" required>
${methods.join("\n")}</textarea>
      </label>
      <button>Save warehouse</button>
    </div>
  </form>`;
}

function newWarehouse(view: View): Html {
  const { text } = fieldsOf(view, "warehouses");
  return html`<details ${wasRefused(view, "warehouses") && html`open`}>
    <summary>Add a warehouse</summary>
    <div class="inside">
      <form method="post" action="/console/warehouses" class="fields">
        ${pageFields(view)}
        ${text({ name: "description", label: "Name", size: "wide", attributes: html`required maxlength="50"` })}
        ${text({ name: "city", label: "City" })} ${text({ name: "state", label: "State", size: "small" })}
        ${text({ name: "country", label: "Country", size: "small" })}
        <button>Add warehouse</button>
      </form>
    </div>
  </details>`;
}

function accountForm(view: View, account: PointAccountRow): Html {
  const { pointAccountID, description, currencyCode, canPayForOrders, limitPaymentToSubTotal } = account;
  return html`<form
    method="post"
    action="/console/point-accounts/rules"
    class="fields"
    aria-label="Point account ${pointAccountID}"
  >
    ${pageFields(view)} ${hidden("pointAccountID", pointAccountID)}
    <p class="grow">
      <span class="name">${description}</span
      ><span class="soft">Account ${pointAccountID} · ${currencyCode}</span>
    </p>
    <label
      >Pays for orders
      <select name="canPayForOrders">
        ${options({ true: "Yes", false: "No" }, String(canPayForOrders ?? true))}
      </select></label
    >
    <label
      >Up to
      <select name="limitPaymentToSubTotal">
        ${options({ false: "Any amount", true: "The subtotal" }, String(limitPaymentToSubTotal ?? false))}
      </select></label
    >
    <button class="quiet">Save</button>
  </form>`;
}

function newAccount(view: View): Html {
  const { text } = fieldsOf(view, "point-accounts");
  return html`<form
    method="post"
    action="/console/point-accounts"
    class="fields"
    aria-label="Add a point account"
  >
    ${pageFields(view)}
    ${text({ name: "pointAccountID", label: "New account", size: "small", attributes: html`required inputmode="numeric"` })}
    ${text({ name: "description", label: "Name", size: "wide", attributes: html`required maxlength="50"` })}
    ${text({ name: "currencyCode", label: "Currency", size: "small", value: "usd", attributes: html`maxlength="3"` })}
    <button class="quiet">Add point account</button>
  </form>`;
}

function taxForm(view: View): Html {
  const { text } = fieldsOf(view, "tax");
  return html`<form method="post" action="/console/tax" class="fields">
    ${pageFields(view)}
    ${text({ name: "percent", label: "Per cent", size: "small", value: formatDecimal(view.company.taxPercentUnits), attributes: html`required inputmode="decimal"` })}
    <button>Save tax</button>
  </form>`;
}
