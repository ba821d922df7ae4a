import { callTable } from "./call-table.ts";
import { companyPage } from "./company-page.ts";
import { customerDetail } from "./customer-detail.ts";
import { customerList } from "./customer-list.ts";
import type { Html } from "./html.ts";
import { Html as SafeHtml, html } from "./html.ts";
import { itemDetail } from "./item-detail.ts";
import { itemList } from "./item-list.ts";
import { orderDetail } from "./order-detail.ts";
import { orderList } from "./order-list.ts";
import { reportPage } from "./report-page.ts";
import { styles } from "./styles.ts";
import { timesPanel } from "./times.ts";
import { troublePanel } from "./trouble.ts";
import type { PageName, View } from "./view.ts";
import { pageAddress, pageTitles } from "./view.ts";

const contents: Readonly<Record<PageName, (view: View) => Html>> = {
  customers: (view) => listAndDetail(customerList(view), customerDetail(view)),
  orders: (view) => listAndDetail(orderList(view), orderDetail(view)),
  items: (view) => listAndDetail(itemList(view), itemDetail(view)),
  company: companyPage,
  reports: reportPage,
  trouble: (view) => html`${timesPanel(view)} ${troublePanel(view)}`,
  calls: callTable,
};

/** A whole page of the console. */
export function consolePage(view: View): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${pageTitles[view.page]} · Exigo simulator</title>
        <link rel="icon" href="data:," />
        <style>
          ${new SafeHtml(styles)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${topBar(view)}
        <main id="main">${notices(view)} ${contents[view.page](view)}</main>
      </body>
    </html>`.markup;
}

function listAndDetail(list: Html, detail: Html): Html {
  return html`<div class="columns">${list} ${detail}</div>`;
}

function topBar(view: View): Html {
  const { simulator, company } = view;
  const { companies } = simulator.saved;
  const login = company.logins[0]?.login ?? "";
  const pages = Object.entries(pageTitles) as [PageName, string][];
  return html`<header class="top">
    <h1>Exigo simulator</h1>
    ${statePill(view)}
    <p class="where">
      Company
      ${
        companies.length === 1
          ? html`<strong>${company.key}</strong>`
          : companies.map((other) =>
              other === company
                ? html`<strong aria-current="true">${other.key}</strong> `
                : html`<a href="${pageAddress({ company: other, page: view.page })}">${other.key}</a> `,
            )
      }
      · REST at <code>/3.0</code> as <code>${login}@${company.key}</code>
    </p>
    <nav aria-label="Pages">
      ${pages.map(
        ([page, title]) =>
          html`<a href="${pageAddress({ company, page })}" ${page === view.page && html`aria-current="page"`}
            >${title}</a
          >`,
      )}
    </nav>
  </header>`;
}

function statePill({ simulator }: View): Html {
  if (simulator.down !== "up") return html`<span class="pill bad">Down</span>`;
  if (simulator.settings.ipWhitelist === "blocked") {
    return html`<span class="pill warn">Blocks every caller</span>`;
  }
  const faults = simulator.faults.list().length;
  if (faults > 0)
    return html`<span class="pill warn">${faults} ${faults === 1 ? "fault" : "faults"} armed</span>`;
  return html`<span class="pill good">Answering</span>`;
}

function notices({ query }: View): Html {
  const done = query.get("done");
  const refused = query.get("refused");
  return html`${done !== null && html`<p class="notice good" role="status">${done}</p>`}
  ${refused !== null && html`<p class="notice bad" role="alert">${refused}</p>`}`;
}
