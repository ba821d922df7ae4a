import { entitySets } from "../api/odata-sets.ts";
import { readSetQuery } from "../api/odata-query.ts";
import type { EntitySet } from "../api/odata-set.ts";
import { readSet } from "../api/odata-set.ts";
import type { ReportRow } from "../state/reporting.ts";
import { fieldsOf } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { emptyState, pageAddress, pageFields, showTime, wasRefused } from "./view.ts";

const MOST_ROWS = 50;

/** The reporting side as a caller sees it, late as it may be: the company's reports, and the events that wait. */
export function reportPage(view: View): Html {
  const { reports } = view.company;
  const chosen = view.query.get("report") ?? String(reports[0]?.reportID ?? "");
  const report = reports.find(({ reportID }) => String(reportID) === chosen);
  const set = entitySets.find(({ name }) => name === report?.table);
  return html`<section class="card" aria-labelledby="reports">
      <header>
        <h2 id="reports">Reports</h2>
        <span class="soft">${lagText(view)}</span>
      </header>
      <div class="inside">
        <ul class="choices">
          ${reports.map(
            ({ reportID, description }) =>
              html`<li>
                <a
                  href="${pageAddress(view, { report: String(reportID) })}"
                  ${String(reportID) === chosen && html`aria-current="true"`}
                  >${reportID} · ${description}</a
                >
              </li>`,
          )}
        </ul>
      </div>
      ${report !== undefined && set !== undefined && reportRows(view, report, set)} ${newReport(view)}
    </section>
    ${waitingEvents(view)}`;
}

function lagText({ simulator }: View): string {
  const seconds = simulator.timing.historyLagMs / 1000;
  return seconds === 0 ? "Up to date" : `${seconds} s behind`;
}

function reportRows(view: View, { reportID, table }: ReportRow, set: EntitySet): Html {
  const query = readSetQuery(
    set,
    new URLSearchParams({ $orderby: `${set.key} desc`, $top: String(MOST_ROWS) }),
  );
  const reading = { company: view.company, upTo: view.simulator.reportedUpTo() };
  const rows = readSet(set, reading, query) as Record<string, unknown>[];
  const names = Object.keys(set.columns);
  if (rows.length === 0) return emptyState("No rows", `The table ${table} is empty.`);
  return html`<div class="scroll tall">
      <table>
        <caption class="skip">
          Report ${reportID}
        </caption>
        <thead>
          <tr>
            ${names.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${names.map((name) => html`<td class="nowrap">${cell(row[name])}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="empty">
      Table ${table}: the newest ${MOST_ROWS} rows at most, as report ${reportID} tells them.
    </p>`;
}

function cell(value: unknown): string {
  if (value === null) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value).slice(0, 80);
}

function newReport(view: View): Html {
  const { text, select } = fieldsOf(view, "reports");
  const tables = Object.fromEntries(entitySets.map(({ name }) => [name, name]));
  return html`<details ${wasRefused(view, "reports") && html`open`}>
    <summary>Add or change a report</summary>
    <div class="inside">
      <form method="post" action="/console/reports" class="fields">
        ${pageFields(view)}
        ${text({ name: "reportID", label: "Number", size: "small", attributes: html`required inputmode="numeric"` })}
        ${text({ name: "description", label: "Name", attributes: html`required maxlength="50"` })}
        ${select({ name: "table", label: "Table", choices: tables })}
        <button>Save report</button>
      </form>
    </div>
  </details>`;
}

function waitingEvents({ company }: View): Html {
  const { customerEvents } = company;
  return html`<section class="card" aria-labelledby="events">
    <header>
      <h2 id="events">Customer events that wait</h2>
      <span class="soft">${customerEvents.length}; fetching them takes them away</span>
    </header>
    ${
      customerEvents.length === 0
        ? emptyState("None", "Raise one on a customer’s page, or let changes raise them by the switch.")
        : html`<div class="inside">
            <ul class="plain">
              ${customerEvents.slice(0, MOST_ROWS).map(
                (event) =>
                  html`<li>
                    <span><strong>${event.eventDescription}</strong> of customer ${event.customerID}</span>
                    <span class="soft">${event.eventID} · ${showTime(event.eventDate)}</span>
                  </li>`,
              )}
            </ul>
          </div>`
    }
  </section>`;
}
