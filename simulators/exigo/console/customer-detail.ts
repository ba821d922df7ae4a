import type { CustomerRow, PointTransactionRow } from "../state/company.ts";
import { balanceKey, customerById } from "../state/company.ts";
import { customerEdit } from "./customer-edit.ts";
import { customerName } from "./customer-list.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { emptyState, hidden, nothingChosen, pageFields, showAmount, showTime, typedBefore } from "./view.ts";

const MOST_ROWS = 200;

/** The chosen customer: balances, the form that moves points, and the history. */
export function customerDetail(view: View): Html {
  const chosen = view.query.get("customer");
  const row = chosen === null ? null : customerById(view.company, Number(chosen));
  if (row === null) {
    return nothingChosen(
      view,
      "customer",
      "Choose one in the list to see its point history and to move points.",
    );
  }
  return html`<section class="card detail" aria-labelledby="customer">
    <header>
      <div>
        <h2 id="customer">${customerName(row)}</h2>
        <p class="soft wrap">${identity(row)}</p>
      </div>
      ${row.columns.customerStatus === 0 && html`<span class="pill bad">Deleted</span>`}
    </header>
    <div class="inside">${balances(view, row)} ${moveForm(view, row)}</div>
    ${customerEdit(view, row)} ${history(view, row)}
  </section>`;
}

function identity({ customerID, customerKey, columns }: CustomerRow): string {
  const parts = [`Customer ${customerID}`, customerKey === null ? null : `key ${customerKey}`, columns.email];
  return parts.filter(Boolean).join(" · ");
}

function balances({ company }: View, { customerID }: CustomerRow): Html {
  return html`<div class="balances">
    ${company.pointAccounts.map(
      ({ pointAccountID, description }) =>
        html`<div class="balance">
          <span class="soft">${description} (account ${pointAccountID})</span>
          <strong>${showAmount(company.balanceUnits[balanceKey(pointAccountID, customerID)] ?? 0)}</strong>
        </div>`,
    )}
  </div>`;
}

function moveForm(view: View, { customerID }: CustomerRow): Html {
  const { company } = view;
  const typedAccount = typedBefore(view, "points", "pointAccountID");
  return html`<form method="post" action="/console/points" aria-labelledby="move">
    <h3 id="move">Move points as Exigo</h3>
    <p class="soft" id="move-hint">A movement that the application did not make, and has to notice.</p>
    <div class="fields">
      ${pageFields(view)} ${hidden("customerID", customerID)}
      <label
        >Point account
        <select name="pointAccountID">
          ${company.pointAccounts.map(
            ({ pointAccountID, description }) =>
              html`<option
                value="${pointAccountID}"
                ${typedAccount === String(pointAccountID) && html`selected`}
              >
                ${description}
              </option>`,
          )}
        </select></label
      >
      <label class="small"
        >Amount
        <input
          name="amount"
          required
          inputmode="text"
          autocomplete="off"
          placeholder="25 or -10.5"
          pattern="[+\\-]?\\d+(\\.\\d{1,4})?"
          title="A number with at most four decimals; a minus takes points away"
          value="${typedBefore(view, "points", "amount")}"
      /></label>
      <label class="wide"
        >Reason
        <input
          name="reason"
          required
          maxlength="100"
          autocomplete="off"
          placeholder="Correction by customer service"
          value="${typedBefore(view, "points", "reason")}"
      /></label>
      <button aria-describedby="move-hint">Move points</button>
    </div>
  </form>`;
}

function history({ company }: View, { customerID }: CustomerRow): Html {
  const rows = company.pointTransactions.filter((row) => row.customerID === customerID).reverse();
  if (rows.length === 0) return emptyState("No transactions yet", "The balance starts at zero.");
  // With a single point account, a column that always says the same is only in the way.
  const hasAccounts = company.pointAccounts.length > 1;
  const accountName = (id: number) =>
    company.pointAccounts.find(({ pointAccountID }) => pointAccountID === id)?.description ?? `Account ${id}`;
  return html`<div class="scroll">
      <table>
        <caption class="skip">
          Point transactions, newest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Date (Central time)</th>
            <th scope="col" class="number">Amount</th>
            <th scope="col">Reference</th>
            <th scope="col">By</th>
            ${hasAccounts && html`<th scope="col">Account</th>`}
            <th scope="col">Id</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, MOST_ROWS).map((row) => historyRow(row, hasAccounts ? accountName(row.pointAccountID) : null))}
        </tbody>
      </table>
    </div>
    ${rows.length > MOST_ROWS && html`<p class="empty">The newest ${MOST_ROWS} of ${rows.length}.</p>`}`;
}

function historyRow(row: PointTransactionRow, account: string | null): Html {
  const isTaken = row.amountUnits < 0;
  return html`<tr>
    <td class="nowrap">${showTime(row.transactionDate)}</td>
    <td class="number ${isTaken ? "minus" : "plus"}">${isTaken ? "" : "+"}${showAmount(row.amountUnits)}</td>
    <td class="wrap reference">${row.reference ?? "–"}</td>
    <td class="nowrap">
      ${row.movedBy === "api" ? html`<span class="pill">API</span>` : html`<span class="pill warn">Exigo</span>`}
      ${row.movedBy === "api" && html`<span class="soft">${row.createdBy}</span>`}
    </td>
    ${account !== null && html`<td>${account}</td>`}
    <td class="soft">${row.transactionID}</td>
  </tr>`;
}
