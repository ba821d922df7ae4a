import { escapeHtml } from "../http/exchange.ts";
import { shopHandle } from "../host/layout.ts";
import type { Simulator } from "../simulator.ts";
import type { Delivery } from "../state/delivery.ts";

function page(title: string, content: string, script = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="icon" href="/assets/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/assets/admin.css"></head>
<body class="plain"><main>${content}</main><div id="toast" class="toast" role="status" aria-live="polite"></div>${script}</body></html>`;
}

/** The first page: where everything is. */
export function homePage({ store }: Simulator): string {
  const shops = Object.values(store.state.shops).map((shop) => {
    const handle = shopHandle(shop);
    return `<section class="card"><h2>${escapeHtml(shop.name)} <small>${shop.domain}</small></h2><ul>
<li><a href="/store/${handle}/apps/${store.app.handle}">${escapeHtml(store.app.title)} in the admin</a></li>
<li><a href="/store/${handle}">Admin: orders, customers, products</a></li>
<li><a href="/storefront/${shop.domain}/">Online store</a></li></ul></section>`;
  });
  return page(
    "Shopify simulator",
    `<h1>Shopify simulator</h1><p>A development tool that stands in for Shopify. <a href="/control">Control page</a></p>
${shops.join("") || `<p class="card">There is no shop yet. Make one on the <a href="/control">control page</a>.</p>`}`,
  );
}

function deliveryRow(delivery: Delivery): string {
  const last = delivery.attempts.at(-1);
  const outcome = last ? (last.error ?? `HTTP ${last.status}, ${last.durationMs} ms`) : "";
  return `<tr><td>${escapeHtml(delivery.triggeredAt.slice(11, 19))}</td><td>${escapeHtml(delivery.topic)}<br><small>${escapeHtml(delivery.shop)}${delivery.note ? ` · ${delivery.note}` : ""}</small></td>
<td><span class="badge badge-${delivery.status}">${delivery.status}</span></td><td class="number">${delivery.attempts.length}</td><td>${escapeHtml(outcome)}</td>
<td><div class="actions"><button data-command="replayWebhook" data-fields='{"id":"${delivery.id}"}'>Send again</button>
<button data-command="replayWebhook" data-fields='{"id":"${delivery.id}","tamper":true,"newWebhookId":true}'>Tampered</button></div>
<details><summary>Body</summary><pre>${escapeHtml(delivery.body)}</pre></details></td></tr>`;
}

function modesCard({ webhooks }: Simulator): string {
  const modes = webhooks.modes();
  const drop = modes.drop === -1 ? "all" : String(modes.drop);
  return `<section class="card"><h2>How webhooks behave</h2><form class="form" data-command="webhookModes">
<label><span><input type="checkbox" name="twice"${modes.twice ? " checked" : ""}> Send each one twice</span></label>
<label><span><input type="checkbox" name="hold"${modes.hold ? " checked" : ""}> Hold them back</span></label>
<label>Late by milliseconds <input name="lateMs" type="number" min="0" value="${modes.lateMs}"></label>
<label>Drop the next (a number or all) <input name="drop" value="${drop}"></label>
<div class="actions"><button class="primary">Set</button>
<button type="button" data-command="webhookModes" data-fields='{"normal":true}'>Back to normal</button>
<button type="button" data-command="releaseWebhooks" data-fields="{}">Release held, shuffled</button></div></form></section>`;
}

function shopCards({ store, throttle }: Simulator): string {
  const cards = Object.values(store.state.shops).map((shop) => {
    const status = throttle.status(shop.domain, shop.apiPointsPerSecond);
    const fields = escapeHtml(JSON.stringify({ shop: shop.domain }));
    const empty = escapeHtml(JSON.stringify({ shop: shop.domain, empty: true }));
    return `<section class="card"><h2>${escapeHtml(shop.name)}</h2><p><a href="/store/${shopHandle(shop)}/orders">Orders</a> (refund, cancel, edit, fulfil) ·
<a href="/store/${shopHandle(shop)}/customers">Customers</a></p>
<p>API budget ${status.currentlyAvailable} of ${status.maximumAvailable} points, ${status.restoreRate} a second.<br>
App ${store.state.installations[shop.domain] ? "installed" : "not installed"}.</p>
<div class="actions"><button data-command="expireTokens" data-fields="${fields}">Expire tokens</button>
<button data-command="throttle" data-fields="${empty}">Use up the budget</button>
<button data-command="uninstall" data-fields="${fields}" class="danger">Uninstall app</button></div></section>`;
  });
  return cards.join("");
}

const commandExample = {
  shop: "demo.myshopify.com",
  customerId: null,
  lines: [{ title: "Custom item", price: "20.00", quantity: 1 }],
  pay: true,
};

/** The control page: modes, deliveries, shops, and any command as JSON. */
export function controlPage(simulator: Simulator): string {
  const deliveries = simulator.store.state.deliveries.slice(-50).reverse().map(deliveryRow);
  return page(
    "Control · Shopify simulator",
    `<p><a href="/">← Shopify simulator</a></p><h1>Control</h1><p id="problem" class="problem" role="alert"></p>
<div class="grid">${modesCard(simulator)}
<section class="card"><h2>Any command</h2><form class="form" data-raw>
<label>Command <input name="command" value="placeOrder"></label>
<label>Fields as JSON <textarea name="fields" rows="6">${escapeHtml(JSON.stringify(commandExample, null, 1))}</textarea></label>
<div class="actions"><button class="primary">Run</button></div><pre id="result" hidden></pre></form></section>${shopCards(simulator)}</div>
<section class="card scroll" style="margin-top:16px"><h2>Deliveries</h2><table><thead><tr><th>Time</th><th>Topic</th><th>State</th><th class="number">Tries</th><th>Last answer</th><th></th></tr></thead>
<tbody>${deliveries.join("") || `<tr><td colspan="6">None yet. Webhooks go only to shops that have the app.</td></tr>`}</tbody></table></section>`,
    `<script src="/assets/control.js" defer></script>`,
  );
}
