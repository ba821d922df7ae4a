import type { CustomerRow } from "../state/company.ts";
import { fieldsOf } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { CUSTOMER_TEXTS } from "./customer-forms.ts";
import type { View } from "./view.ts";
import { hidden, pageFields, wasRefused } from "./view.ts";

const statuses = { 0: "0 · Deleted", 1: "1 · Active", 2: "2 · Suspended", 3: "3 · Terminated" };

/** The forms that change a customer as a person in Exigo's back office does, and that raise an event. */
export function customerEdit(view: View, row: CustomerRow): Html {
  return html`<details ${wasRefused(view, "customers/change") && html`open`}>
      <summary>Change the customer</summary>
      <div class="inside">${changeForm(view, row)}</div>
    </details>
    <details ${wasRefused(view, "events") && html`open`}>
      <summary>Raise an event</summary>
      <div class="inside">${eventForm(view, row)}</div>
    </details>`;
}

function changeForm(view: View, { customerID, columns, rankID }: CustomerRow): Html {
  const { text, select } = fieldsOf(view, "customers/change");
  const texts = Object.entries(CUSTOMER_TEXTS).map(([name, label]) =>
    text({ name, label, value: columns[name] }),
  );
  const number = (name: string, label: string, value: unknown) =>
    text({
      name,
      label,
      value: typeof value === "number" ? value : "",
      size: "small",
      attributes: html`inputmode="numeric"`,
    });
  return html`<form
    method="post"
    action="/console/customers/change"
    class="fields"
    aria-label="Change the customer"
  >
    ${pageFields(view)} ${hidden("customerID", customerID)} ${texts}
    ${number("customerType", "Type", columns.customerType)} ${number("rankID", "Rank", rankID ?? 0)}
    ${number("enrollerID", "Enroller", columns.enrollerID)}
    ${select({ name: "customerStatus", label: "Status", value: columns.customerStatus, choices: statuses })}
    <button>Save customer</button>
  </form>`;
}

function eventForm(view: View, { customerID }: CustomerRow): Html {
  const { text } = fieldsOf(view, "events");
  return html`<form method="post" action="/console/events" class="fields" aria-label="Raise an event">
    ${pageFields(view)} ${hidden("customerID", customerID)}
    ${text({ name: "eventDescription", label: "What happened", size: "wide", attributes: html`required maxlength="100" placeholder="Rank advanced"` })}
    <button class="quiet">Raise event</button>
  </form>`;
}
