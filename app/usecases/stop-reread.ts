import type { Programs } from "./ports/programs.ts";
import type { Rereads } from "./ports/rereads.ts";

export interface StopRereadPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly rereads: Pick<Rereads, "stop">;
}

export interface StopRereadInput {
  readonly shopDomain: string;
  readonly id: number;
  /** Shopify's id of the member of staff. */
  readonly by: string;
}

export type StopRereadResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: { readonly code: "shop_unknown" | "reread_not_under_way" } };

/**
 * Stops a run that somebody asked for. What was read is kept, and it can be asked for again at once. Whoever works on it
 * notices after the page under way; an operation at Shopify is cancelled by the next worker. Doing it twice changes
 * nothing. Refuses with `shop_unknown`, and with `reread_not_under_way` when the run has ended, is a routine one or is
 * another shop's.
 */
export async function stopReread(
  ports: StopRereadPorts,
  { shopDomain, id, by }: StopRereadInput,
): Promise<StopRereadResult> {
  const shop = await ports.programs.findShopByDomain(shopDomain);
  if (shop?.state !== "installed") return { ok: false, refusal: { code: "shop_unknown" } };
  const isStopped = await ports.rereads.stop(shop, id, by);
  return isStopped ? { ok: true } : { ok: false, refusal: { code: "reread_not_under_way" } };
}
