import { z } from "zod";

import type { ShopifyAnswer, Storefront } from "#usecases/ports/storefront";

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

  return {
    async writeBalance(shopDomain, customerIds, balance) {
      const ready = await ensureDefinition(shopDomain);
      if (!ready.ok) return ready;
      const value = JSON.stringify(balance);
      for (let from = 0; from < customerIds.length; from += METAFIELDS_PER_CALL) {
        const metafields = customerIds.slice(from, from + METAFIELDS_PER_CALL).map((customerId) => ({
          ownerId: `gid://shopify/Customer/${customerId}`,
          namespace: NAMESPACE,
          key: KEY,
          type: "json",
          value,
        }));
        const answer = await setMetafields(admin, shopDomain, metafields);
        if (!answer.ok) return answer;
      }
      return { ok: true };
    },
    removeBalance: (shopDomain, customerIds) => removeBalance(admin, shopDomain, customerIds),
  };
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

async function setMetafields(
  admin: AdminClient,
  shopDomain: string,
  metafields: readonly Record<string, string>[],
): Promise<ShopifyAnswer> {
  const answer = await admin.run(shopDomain, {
    document: SET_BALANCES,
    variables: { metafields },
    data: setAnswer,
  });
  if (!answer.ok) return answer;
  const [refused] = answer.value.metafieldsSet.userErrors;
  return refused ? { ok: false, failure: "refused", message: refused.message } : { ok: true };
}
