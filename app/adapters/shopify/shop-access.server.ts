import { z } from "zod";

import type { ShopAccess } from "#usecases/ports/shop-access";

import type { AdminClient } from "./admin-client.server.ts";
import { SHOP_ANSWERS } from "./documents/shop-access.server.ts";

const answer = z.object({ shop: z.object({ id: z.string() }) });

/** Asks the Admin API for nothing but an answer. */
export function createShopAccess(admin: AdminClient): ShopAccess {
  return {
    async ask(shopDomain) {
      const asked = await admin.run(shopDomain, { document: SHOP_ANSWERS, variables: {}, data: answer });
      if (asked.ok) return "yes";
      return asked.failure === "retryable" ? "unknown" : "no";
    },
  };
}
