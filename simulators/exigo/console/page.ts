import { callTable } from "./call-table.ts";
import { customerDetail } from "./customer-detail.ts";
import { customerList } from "./customer-list.ts";
import type { Html } from "./html.ts";
import { Html as SafeHtml, html } from "./html.ts";
import { styles } from "./styles.ts";
import { troublePanel } from "./trouble.ts";
import type { View } from "./view.ts";
import { pageAddress } from "./view.ts";

/** The whole console page. */
export function consolePage(view: View): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Exigo simulator</title>
        <link rel="icon" href="data:," />
        <style>
          ${new SafeHtml(styles)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${topBar(view)}
        <main id="main">
          ${notices(view)}
          <div class="columns">${customerList(view)} ${customerDetail(view)}</div>
          ${troublePanel(view)} ${callTable(view)}
        </main>
      </body>
    </html>`.markup;
}

function topBar({ simulator, company }: View): Html {
  const { companies } = simulator.saved;
  const login = company.logins[0]?.login ?? "";
  return html`<header class="top">
    <h1>Exigo simulator</h1>
    ${statePill(simulator.down !== "up", simulator.settings.ipWhitelist === "blocked")}
    <p class="where">
      Company
      ${
        companies.length === 1
          ? html`<strong>${company.key}</strong>`
          : companies.map((other) =>
              other === company
                ? html`<strong aria-current="true">${other.key}</strong> `
                : html`<a href="${pageAddress(other)}">${other.key}</a> `,
            )
      }
      · REST at <code>/3.0</code> as <code>${login}@${company.key}</code>
    </p>
    <nav aria-label="On this page">
      <a href="#customers">Customers</a><a href="#trouble">Faults</a><a href="#switches">Switches</a
      ><a href="#calls">Calls</a>
    </nav>
  </header>`;
}

function statePill(isDown: boolean, isBlocked: boolean): Html {
  if (isDown) return html`<span class="pill bad">Down</span>`;
  if (isBlocked) return html`<span class="pill warn">Blocks every caller</span>`;
  return html`<span class="pill good">Answering</span>`;
}

function notices({ query }: View): Html {
  const done = query.get("done");
  const refused = query.get("refused");
  return html`${done !== null && html`<p class="notice good" role="status">${done}</p>`}
  ${refused !== null && html`<p class="notice bad" role="alert">${refused}</p>`}`;
}
