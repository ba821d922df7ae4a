import { judgeFailure, judgeRetry } from "#core/sync";
import type { DeliveryPolicy } from "#core/sync";

import type { Balances } from "./ports/balances.ts";
import type { ClaimedIntent, IntentOutcome, Intents } from "./ports/intents.ts";
import type { Programs } from "./ports/programs.ts";
import type { ShopifyAnswer, Storefront } from "./ports/storefront.ts";

export interface DeliverBalancePorts {
  readonly intents: Pick<Intents, "confirmBalancesUpTo">;
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
  if (!answer.ok) return afterFailure(answer, { attempts: intent.attempts, jitter: ports.jitter() }, policy);
  await ports.intents.confirmBalancesUpTo(programId, accountId, shopId, found.balance.entrySeq);
  return { state: "confirmed", remoteRef: null };
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

/** What waits for a shop's points does not come back all at once, nor at every moment. */
const SHORTEST_WAIT_MS = 500;

function afterFailure(
  answer: Exclude<ShopifyAnswer, { ok: true }>,
  progress: { readonly attempts: number; readonly jitter: number },
  policy: DeliveryPolicy,
): IntentOutcome {
  // There is no connection to pause: a token that is refused now is renewed by the next visit to the app.
  if (answer.failure === "unauthorized") return judgeRetry(answer.message, progress, policy);
  // Shopify asked to wait: the write has not failed, however often that happens.
  if (answer.retryInMs !== undefined) {
    const inMs = Math.max(answer.retryInMs, SHORTEST_WAIT_MS) * (1 + progress.jitter);
    return { state: "due", inMs: Math.round(inMs), error: answer.message, countsAsAttempt: false };
  }
  return judgeFailure({ failure: answer.failure, message: answer.message }, progress, policy);
}
