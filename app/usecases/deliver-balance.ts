import type { DeliveryPolicy } from "#core/sync";

import { afterShopifyFailure } from "./after-shopify-failure.ts";
import type { Balances } from "./ports/balances.ts";
import type { ClaimedIntent, IntentOutcome } from "./ports/intents.ts";
import type { Programs } from "./ports/programs.ts";
import type { ShopifyAnswer, Storefront } from "./ports/storefront.ts";

export interface DeliverBalancePorts {
  readonly balances: Balances;
  readonly programs: Pick<Programs, "findShop">;
  readonly storefront: Storefront;
  /** A random number from 0 to 1. */
  readonly jitter: () => number;
}

/** What is owed to a shop without the app waits; nobody looks for it before the shop has the app again. */
const UNTIL_REINSTALL: IntentOutcome = {
  state: "due",
  inMs: 60 * 60 * 1000,
  countsAsAttempt: false,
  error: "the shop has no app installed",
};

/**
 * Writes the account's balance of now to one shop, which settles every earlier write of it, too. Writing it
 * twice does no harm, so nothing is ever unknown here.
 */
export async function deliverBalance(
  ports: DeliverBalancePorts,
  intent: ClaimedIntent,
  policy: DeliveryPolicy,
): Promise<IntentOutcome> {
  const { programId, accountId, shopId } = intent;
  if (shopId === null) return { state: "needs_review", error: "the intent names no shop" };
  const shop = await ports.programs.findShop(programId, shopId);
  if (!shop) return { state: "refused", error: "the shop does not exist" };
  if (shop.state !== "installed") return UNTIL_REINSTALL;
  const found = await ports.balances.readForStorefront(programId, accountId, shopId);
  if (!found) return { state: "needs_review", error: "the account does not exist" };
  const answer = await writeAll(ports.storefront, shop.domain, found);
  if (!answer.ok) return afterShopifyFailure(answer, { ...intent, jitter: ports.jitter() }, policy);
  return { state: "confirmed", remoteRef: null, settlesUpTo: found.balance.entrySeq };
}

async function writeAll(
  storefront: Storefront,
  shopDomain: string,
  { customerIds, forgottenIds, balance }: NonNullable<Awaited<ReturnType<Balances["readForStorefront"]>>>,
): Promise<ShopifyAnswer> {
  if (forgottenIds.length > 0) {
    const removed = await storefront.removeBalance(shopDomain, forgottenIds);
    if (!removed.ok) return removed;
  }
  return customerIds.length > 0 ? storefront.writeBalance(shopDomain, customerIds, balance) : { ok: true };
}
