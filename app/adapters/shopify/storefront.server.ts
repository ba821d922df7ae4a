import { z } from "zod";

import { gather } from "#core/gathering";
import type { ShopifyAnswer, Storefront, StorefrontBalance } from "#usecases/ports/storefront";

import type { AdminClient } from "./admin-client.server.ts";
import {
  CREATE_BALANCE_DEFINITION,
  DELETE_BALANCES,
  SET_BALANCES,
} from "./documents/balance-metafield.server.ts";

/** `$app:` is the app's own namespace: no other app and no member of the staff writes there. */
const NAMESPACE = "$app:credits";
const KEY = "balance";

/**
 * Theme app extensions read an app's metafield only with storefront access PUBLIC_READ; a customer's metafield
 * shows to that customer alone. https://shopify.dev/docs/apps/build/custom-data/permissions
 */
const DEFINITION = {
  name: "Credits",
  description: "The customer's credits with the newest movements, as the theme block shows them.",
  namespace: NAMESPACE,
  key: KEY,
  type: "json",
  ownerType: "CUSTOMER",
  access: { admin: "MERCHANT_READ", storefront: "PUBLIC_READ" },
};

/** A shop that uninstalled the app loses its definitions, and may install it again while this process runs. */
const DEFINED_FOR_MS = 5 * 60_000;

/** Shopify's limit of one metafieldsSet. */
const METAFIELDS_PER_CALL = 25;

const TOGETHER = {
  batches: 1,
  items: METAFIELDS_PER_CALL,
  size: {
    atMost: METAFIELDS_PER_CALL,
    of: ({ customerIds }: BalanceWrite) => customerIds.length,
  },
  atEndOfMoment: setImmediate,
  // Failures of Shopify are answers; what is thrown is a fault of the app.
  isEverybodys: () => true,
};

/** Shops whose lanes are kept: more are never written to at the same moment. */
const MOST_LANES = 1_000;

const userErrors = z.array(z.object({ code: z.string().nullish(), message: z.string() }));
const definitionAnswer = z.object({ metafieldDefinitionCreate: z.object({ userErrors }) });
const deleteAnswer = z.object({
  metafieldsDelete: z.object({ userErrors: z.array(z.object({ message: z.string() })) }),
});
const setAnswer = z.object({ metafieldsSet: z.object({ userErrors }) });

/** The storefront's side of the credits: one JSON metafield per customer, which the theme block reads. */
export function createShopifyStorefront(admin: AdminClient, now: () => number = Date.now): Storefront {
  const definedUntil = new Map<string, number>();

  const ensureDefinition = async (shopDomain: string): Promise<ShopifyAnswer> => {
    if ((definedUntil.get(shopDomain) ?? 0) > now()) return { ok: true };
    const variables = { definition: DEFINITION };
    const answer = await admin.run(shopDomain, {
      document: CREATE_BALANCE_DEFINITION,
      variables,
      data: definitionAnswer,
    });
    if (!answer.ok) return answer;
    const refused = answer.value.metafieldDefinitionCreate.userErrors.find(({ code }) => code !== "TAKEN");
    if (refused) return { ok: false, failure: "refused", message: refused.message };
    definedUntil.set(shopDomain, now() + DEFINED_FOR_MS);
    return { ok: true };
  };

  const writeTogether = async (
    shopDomain: string,
    writes: readonly BalanceWrite[],
  ): Promise<ShopifyAnswer[]> => {
    const ready = await ensureDefinition(shopDomain);
    const answer = ready.ok ? await setMetafields(admin, shopDomain, metafieldsOf(writes)) : ready;
    const isOfOneOfThem = !answer.ok && answer.failure === "refused" && writes.length > 1;
    if (!isOfOneOfThem) return writes.map(() => answer);
    const answers: ShopifyAnswer[] = [];
    for (const write of writes) answers.push(await setMetafields(admin, shopDomain, metafieldsOf([write])));
    return answers;
  };

  const lanes = new Map<string, (write: BalanceWrite) => Promise<ShopifyAnswer>>();

  /** A shop has one call on its way; what comes meanwhile shares the next. */
  const laneOf = (shopDomain: string): ((write: BalanceWrite) => Promise<ShopifyAnswer>) => {
    const lane =
      lanes.get(shopDomain) ??
      gather(TOGETHER, (writes: readonly BalanceWrite[]) => writeTogether(shopDomain, writes));
    if (lanes.size >= MOST_LANES) lanes.clear();
    lanes.set(shopDomain, lane);
    return lane;
  };

  return {
    writeBalance: (shopDomain, customerIds, balance) => laneOf(shopDomain)({ customerIds, balance }),
    removeBalance: (shopDomain, customerIds) => removeBalance(admin, shopDomain, customerIds),
  };
}

interface BalanceWrite {
  readonly customerIds: readonly string[];
  readonly balance: StorefrontBalance;
}

/** One metafield for each customer: of two balances of one customer the newer. */
function metafieldsOf(writes: readonly BalanceWrite[]): Record<string, string>[] {
  const newest = new Map<string, StorefrontBalance>();
  for (const { customerIds, balance } of writes) {
    for (const customerId of customerIds) {
      const other = newest.get(customerId);
      if (!other || other.entrySeq <= balance.entrySeq) newest.set(customerId, balance);
    }
  }
  return [...newest].map(([customerId, balance]) => ({
    ownerId: `gid://shopify/Customer/${customerId}`,
    namespace: NAMESPACE,
    key: KEY,
    type: "json",
    value: JSON.stringify(balance),
  }));
}

/** A customer who is gone has no metafield, so what Shopify says about one of them is not held against it. */
async function removeBalance(
  admin: AdminClient,
  shopDomain: string,
  customerIds: readonly string[],
): Promise<ShopifyAnswer> {
  for (const customerId of customerIds) {
    const metafield = { ownerId: `gid://shopify/Customer/${customerId}`, namespace: NAMESPACE, key: KEY };
    const answer = await admin.run(shopDomain, {
      document: DELETE_BALANCES,
      variables: { metafields: [metafield] },
      data: deleteAnswer,
    });
    if (!answer.ok) return answer;
  }
  return { ok: true };
}

/** Shopify sets all metafields of a call or none. */
async function setMetafields(
  admin: AdminClient,
  shopDomain: string,
  metafields: readonly Record<string, string>[],
): Promise<ShopifyAnswer> {
  for (let from = 0; from < metafields.length; from += METAFIELDS_PER_CALL) {
    const variables = { metafields: metafields.slice(from, from + METAFIELDS_PER_CALL) };
    const answer = await admin.run(shopDomain, { document: SET_BALANCES, variables, data: setAnswer });
    if (!answer.ok) return answer;
    const [refused] = answer.value.metafieldsSet.userErrors;
    if (refused) return { ok: false, failure: "refused", message: refused.message };
  }
  return { ok: true };
}
