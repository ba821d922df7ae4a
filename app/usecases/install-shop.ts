import type { Programs, Shop } from "./ports/programs.ts";

/**
 * Makes a shop part of the app: its own program with a first earn rule on the first install, installed again later.
 * Runs more than once per install (Remix loads parent and child routes side by side), and that is harmless.
 */
export function installShop(
  ports: { readonly programs: Pick<Programs, "installShop"> },
  shop: Parameters<Programs["installShop"]>[0],
): Promise<Shop> {
  return ports.programs.installShop(shop);
}
