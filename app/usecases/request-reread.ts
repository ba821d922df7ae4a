import { addDays } from "#core/units";
import type { Instant } from "#core/units";

import type { Programs } from "./ports/programs.ts";
import type { RequestedReread, Rereads } from "./ports/rereads.ts";

export interface RequestRereadPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly rereads: Pick<Rereads, "request">;
}

export interface RequestRereadInput {
  readonly shopDomain: string;
  /** Orders that changed since then are read again; null: all customers are imported. */
  readonly ordersSince: Instant | null;
  readonly now: Instant;
  /** Shopify's id of the member of staff, or `command`. */
  readonly by: string;
}

export type RequestRereadResult =
  | { readonly ok: true; readonly value: RequestedReread & { readonly programId: number } }
  | {
      readonly ok: false;
      readonly refusal: { readonly code: "shop_unknown" | "since_in_future" | "since_too_early" };
    };

/** Nobody's shop is older; a date before it is a slip of the pen. */
const LONGEST_DAYS = 20 * 366;

/**
 * Asks for orders to be read again since a moment, or for all customers to be imported. Workers carry it out. One run of
 * each is open per shop at a time; asking again gives that one. Refuses with `shop_unknown`, `since_in_future` and
 * `since_too_early`.
 */
export async function requestReread(
  ports: RequestRereadPorts,
  { shopDomain, ordersSince, now, by }: RequestRereadInput,
): Promise<RequestRereadResult> {
  const shop = await ports.programs.findShopByDomain(shopDomain);
  if (shop?.state !== "installed") return { ok: false, refusal: { code: "shop_unknown" } };
  if (ordersSince !== null && ordersSince > now) return { ok: false, refusal: { code: "since_in_future" } };
  if (ordersSince !== null && ordersSince < addDays(now, -LONGEST_DAYS)) {
    return { ok: false, refusal: { code: "since_too_early" } };
  }
  const wanted =
    ordersSince === null
      ? ({ resource: "customers", cause: "import", since: null, by } as const)
      : ({ resource: "orders", cause: "requested", since: ordersSince, by } as const);
  const requested = await ports.rereads.request(shop, wanted);
  return { ok: true, value: { ...requested, programId: shop.programId } };
}
