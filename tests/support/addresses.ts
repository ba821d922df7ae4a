/** The same address by way of a relay on this machine. */
export function throughTripwire(url: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = "127.0.0.1";
  changed.port = String(port);
  return changed.href.replace(/\/$/, "");
}
