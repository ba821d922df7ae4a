/**
 * Loaded with `node --import ./simulators/shopify/preload.mjs`: sends every call to https://{shop}.myshopify.com to the
 * simulator, and lets no call leave this machine. The app itself holds no branch for the simulator.
 *
 * It is an accessor, because Remix replaces global fetch with its own when the server starts.
 */
const address = process.env.SHOPIFY_SIMULATOR_URL;
const shopHost = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

function isLoopback(hostname) {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

if (!address || !URL.canParse(address) || !isLoopback(new URL(address).hostname))
  throw new Error(
    `SHOPIFY_SIMULATOR_URL must be an address of this machine, such as http://127.0.0.1:4010; it is ${address ?? "not set"}.`,
  );

function addressOf(input) {
  return new URL(input instanceof Request ? input.url : String(input));
}

async function redirected(url, input, init) {
  const target = new URL(url.pathname + url.search, address);
  const source = new Request(input, init);
  const headers = new Headers(source.headers);
  headers.set("x-simulated-host", url.hostname);
  const body = source.body ? await source.arrayBuffer() : undefined;
  try {
    return await nativeFetch(target, { method: source.method, headers, body, signal: source.signal });
  } catch (error) {
    console.error(
      `[shopify simulator] ${source.method} ${url.hostname}${url.pathname} failed: ${error.cause?.code ?? error.message}`,
    );
    throw error;
  }
}

const nativeFetch = globalThis.fetch;
let inner = nativeFetch;

function guardedFetch(input, init) {
  let url;
  try {
    url = addressOf(input);
  } catch {
    return inner(input, init);
  }
  if (shopHost.test(url.hostname)) return redirected(url, input, init);
  if (url.protocol.startsWith("http") && !isLoopback(url.hostname))
    return Promise.reject(
      new Error(
        `The Shopify simulator's preload refuses a call to ${url.hostname}: it is not on this machine.`,
      ),
    );
  return inner(input, init);
}

Object.defineProperty(globalThis, "fetch", {
  configurable: true,
  enumerable: true,
  get: () => guardedFetch,
  set: (replacement) => {
    if (replacement !== guardedFetch) inner = replacement;
  },
});
