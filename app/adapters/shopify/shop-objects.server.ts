import { z } from "zod";

import type { NamedObject } from "#core/inbox";
import type { ShopObjects } from "#usecases/ports/shop-objects";

import type { AdminClient } from "./admin-client.server.ts";
import { SHOP_OBJECTS } from "./documents/shop-objects.server.ts";

const answer = z.object({ nodes: z.array(z.object({ id: z.string() }).nullable()) });

const TYPES = { customer: "Customer", order: "Order", product: "Product" } as const satisfies Record<
  NamedObject["kind"],
  string
>;

/** Asks the Admin API for nothing but the ids. */
export function createShopObjects(admin: AdminClient): ShopObjects {
  return {
    async hasAny(shopDomain, objects) {
      const ids = objects.map(({ kind, id }) => `gid://shopify/${TYPES[kind]}/${id}`);
      const asked = await admin.run(shopDomain, { document: SHOP_OBJECTS, variables: { ids }, data: answer });
      if (asked.ok) return asked.value.nodes.some((node) => node !== null) ? "yes" : "no";
      return asked.failure === "retryable" ? "unknown" : "no";
    },
  };
}
