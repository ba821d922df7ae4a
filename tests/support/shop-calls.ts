import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";

/** Leads the Shopify library's calls to the simulator, through the seam that the library has for it. */
export function sendShopCallsTo(simulatorUrl: string): void {
  setAbstractFetchFunc(async (address, init) => {
    const url = new URL(address instanceof Request ? address.url : String(address));
    const headers = new Headers(init?.headers);
    headers.set("x-simulated-host", url.hostname);
    return fetch(new URL(url.pathname + url.search, simulatorUrl), { ...init, headers });
  });
}
