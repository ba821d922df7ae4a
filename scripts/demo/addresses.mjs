import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * The block of addresses that a start ends with.
 *
 * @param {Record<string, string>} env
 * @param {string} home
 * @returns {string}
 */
export function addressBlock(env, home) {
  const lines = readAddresses(path.join(home, "addresses.json")) ?? [
    ["Shopify Admin and storefront (simulated)", env.SHOPIFY_SIMULATOR_URL],
    ["Exigo's console (simulated)", env.EXIGO_SIMULATOR_URL],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  const rows = lines.map(([label, address]) => `    ${label.padEnd(width)}  ${address}`);
  return [
    "",
    "  Ready. Open:",
    "",
    ...rows,
    "",
    "  Logs are under .local/demo/logs. Stop everything with Ctrl-C.",
    "",
  ].join("\n");
}

/** The demo data knows the shop's name, so it may write the exact addresses: [[label, address], …]. */
function readAddresses(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
