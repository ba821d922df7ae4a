/**
 * The address of one call below a connection's base address, or null when the base may not be called: Exigo is
 * reached by a name and over TLS, so that a base address typed in by a person leads neither into the network
 * behind this server nor sends the password in the clear. `allowLoopback` admits a simulator on this machine.
 */
export function callAddress(
  baseUrl: string,
  path: string,
  options: { readonly allowLoopback: boolean },
): URL | null {
  if (!URL.canParse(baseUrl)) return null;
  const base = new URL(baseUrl);
  if (base.username || base.password || base.search || base.hash) return null;
  const secure = base.protocol === "https:" && isPublicName(base.hostname);
  const local =
    options.allowLoopback && ["http:", "https:"].includes(base.protocol) && isLoopback(base.hostname);
  if (!secure && !local) return null;
  return new URL(base.origin + base.pathname.replace(/\/+$/, "") + path);
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A name with a dot that is no address and none of the names kept for private networks. */
function isPublicName(hostname: string): boolean {
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return !isAddress && hostname.includes(".") && !/\.(local|localhost|internal|home|lan)\.?$/.test(hostname);
}
