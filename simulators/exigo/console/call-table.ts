import type { LoggedCall } from "../state/call-log.ts";
import { centralWallClock } from "../values/central-time.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { View } from "./view.ts";
import { emptyState, pageFields, showTime } from "./view.ts";

const MOST_ROWS = 200;

/** The latest calls of the REST and OData interfaces, newest first. */
export function callTable(view: View): Html {
  const calls = view.simulator.log.list().reverse().slice(0, MOST_ROWS);
  return html`<section class="card" aria-labelledby="calls">
    <header>
      <h2 id="calls">Calls</h2>
      ${
        calls.length > 0 &&
        html`<form method="post" action="/console/log/clear">
          ${pageFields(view)}<button class="quiet">Clear the log</button>
        </form>`
      }
    </header>
    ${calls.length === 0 ? emptyState("No calls yet", "Calls of the application appear here.") : table(calls)}
  </section>`;
}

function table(calls: readonly LoggedCall[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Time (Central)</th>
          <th scope="col">Operation</th>
          <th scope="col">Answer</th>
          <th scope="col">Effect</th>
          <th scope="col">Fault</th>
        </tr>
      </thead>
      <tbody>
        ${calls.map(
          (call) =>
            html`<tr>
              <td class="nowrap">${showTime(centralWallClock(new Date(call.at)))}</td>
              <td class="wrap">
                <span class="name">${call.operation}</span
                ><span class="soft">${call.method} ${call.path}</span>
              </td>
              <td>
                ${answerPill(call)}${call.message !== null && html`<br /><span class="soft">${call.message}</span>`}
              </td>
              <td>${call.applied ? "Applied" : "Not applied"}</td>
              <td>${call.fault === null ? "–" : html`<span class="pill warn">${call.fault}</span>`}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function answerPill({ status }: LoggedCall): Html {
  if (status === null) return html`<span class="pill bad">No answer</span>`;
  return html`<span class="pill ${status < 400 ? "good" : "bad"}">${status}</span>`;
}
