import type { CustomerRow } from "../state/company.ts";
import { balanceKey } from "../state/company.ts";
import { countText, searchForm } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { hidden, noRows, pageAddress, pageFields, showAmount, typedBefore, wasRefused } from "./view.ts";

const MOST_ROWS = 100;

export function customerName({ columns }: CustomerRow): string {
  return [columns.firstName, columns.lastName].filter(Boolean).join(" ") || "No name";
}

/** The customers with their balances, a search, and the form that adds one. */
export function customerList(view: View): Html {
  const { company, query } = view;
  const search = query.get("search")?.trim() ?? "";
  const found =
    search === "" ? company.customers : company.customers.filter((row) => isFound(row, search.toLowerCase()));
  return html`<section class="card list" aria-labelledby="customers">
    <header>
      <h2 id="customers">Customers</h2>
      <span class="soft"
        >${countText(Math.min(found.length, MOST_ROWS), found.length, company.customers.length)}</span
      >
    </header>
    ${company.customers.length > 0 && searchForm(view, { action: "/", placeholder: "Name, email, id or key" })}
    ${found.length > 0 ? customerTable(view, found.slice(0, MOST_ROWS)) : noRows(view, "customer", "Those that the application creates appear here. You can add one below.")}
    ${addCustomer(view)}
  </section>`;
}

function isFound(row: CustomerRow, search: string): boolean {
  const texts = [row.customerID, row.customerKey, customerName(row), row.columns.email];
  return texts.some((text) =>
    String(text ?? "")
      .toLowerCase()
      .includes(search),
  );
}

function customerTable(view: View, rows: readonly CustomerRow[]): Html {
  const { company, query } = view;
  const { pointAccounts } = company;
  return html`<div class="tall">
    <table>
      <thead>
        <tr>
          <th scope="col">Customer</th>
          ${pointAccounts.map((account) => html`<th scope="col" class="number">${account.description}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr ${query.get("customer") === String(row.customerID) && html`class="chosen"`}>
              <td class="wrap">
                <a class="name" href="${pageAddress(view, { customer: String(row.customerID) })}"
                  >${customerName(row)}</a
                >
                <span class="soft"
                  >${row.customerID}${row.columns.email ? ` · ${row.columns.email}` : ""}</span
                >
              </td>
              ${pointAccounts.map(({ pointAccountID }) => {
                const units = company.balanceUnits[balanceKey(pointAccountID, row.customerID)];
                return html`<td class="number">${units === undefined ? "–" : showAmount(units)}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function addCustomer(view: View): Html {
  const field = (name: string, label: string, attributes: Html) =>
    html`<label
      >${label} <input name="${name}" value="${typedBefore(view, "customers", name)}" ${attributes}
    /></label>`;
  const isOpen = view.company.customers.length === 0 || wasRefused(view, "customers");
  return html`<details ${isOpen && html`open`}>
    <summary>Add a customer</summary>
    <div class="inside">
      <form method="post" action="/console/customers" class="fields">
        ${pageFields(view)} ${hidden("customerType", 1)}
        ${field("firstName", "First name", html`required maxlength="50" autocomplete="off"`)}
        ${field("lastName", "Last name", html`required maxlength="50" autocomplete="off"`)}
        ${field("email", "Email", html`type="email" maxlength="50" autocomplete="off"`)}
        ${field("manualCustomerKey", "Customer key (optional)", html`maxlength="50" autocomplete="off"`)}
        <button>Add customer</button>
      </form>
    </div>
  </details>`;
}
