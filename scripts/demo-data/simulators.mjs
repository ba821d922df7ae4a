import { browserName } from "../bootstrap/browser.mjs";

const ATTEMPT_TIMEOUT_MS = 15_000;

/** A call that answered something else than success, in one sentence. */
export class DemoDataFailure extends Error {}

/** The Shopify simulator's control interface. @param {string} base */
export function shopifyControl(base) {
  return {
    run: (command, fields = {}) => postJson(`${base}/control/${command}`, fields),
    read: (name, query = {}) => getJson(`${base}/control/state/${name}?${new URLSearchParams(query)}`),
  };
}

/** The Exigo simulator's control interface. @param {string} base */
export function exigoControl(base) {
  return {
    createCustomer: (fields) => postJson(`${base}/control/customers`, fields),
    createItem: (fields) => postJson(`${base}/control/items`, fields),
    state: () => getJson(`${base}/control/state`),
  };
}

/**
 * The app as the shop's staff reach it: inside the stand-in of Shopify Admin, with signed session tokens.
 *
 * @param {{simulatorUrl: string, appUrl: string, shopDomain: string}} addresses
 */
export function adminApp({ simulatorUrl, appUrl, shopDomain }) {
  const handle = shopDomain.replace(".myshopify.com", "");
  const sessionToken = async () => {
    const answer = await send(`${simulatorUrl}/store/${handle}/session-token`, { method: "POST" });
    return (await answer.json()).token;
  };
  return {
    /** Opens the app as the first visit does; this installs it. */
    async open() {
      const query = new URLSearchParams({
        embedded: "1",
        shop: shopDomain,
        host: Buffer.from(`admin.shopify.com/store/${handle}`).toString("base64"),
        id_token: await sessionToken(),
      });
      await send(`${appUrl}/app?${query}`, { headers: { "user-agent": browserName } });
    },
    /** Sends a form of a page, as its script does, and returns the page's answer. */
    async submit(page, fields) {
      const query = new URLSearchParams({ _data: `routes/app.${page}` });
      const answer = await send(`${appUrl}/app/${page}?${query}`, {
        method: "POST",
        headers: { authorization: `Bearer ${await sessionToken()}`, "user-agent": browserName },
        body: new URLSearchParams(fields),
      });
      return answer.json();
    },
  };
}

async function postJson(url, body) {
  const headers = { "content-type": "application/json" };
  return (await send(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

async function getJson(url) {
  return (await send(url)).json();
}

async function send(url, init = {}) {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS) });
  if (response.ok) return response;
  const text = (await response.text()).slice(0, 300);
  throw new DemoDataFailure(
    `${init.method ?? "GET"} ${new URL(url).pathname} answered ${response.status}: ${text}`,
  );
}

/** The settings form as a person fills it in for the Exigo simulator's first company. */
export function exigoSettings(exigoUrl, changes = {}) {
  return {
    intent: "save",
    baseUrl: `${exigoUrl}/3.0`,
    company: "demo",
    loginName: "api",
    password: "demo-password",
    pointAccountId: "1",
    driftPolicy: "adopt",
    driftLimit: "1000",
    pollSeconds: "5",
    historyUrl: `${exigoUrl}/4.0/demo/model`,
    // The simulator shows a movement at once.
    historyLagSeconds: "0",
    ...changes,
  };
}
