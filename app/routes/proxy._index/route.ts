import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { getWiring } from "#wiring";

import { renderCreditsPage } from "./credits-page.ts";
import { authenticateShopper, neverKept } from "./shopper-request.server.ts";

const MOVEMENTS = 20;

const cursorOf = z.coerce.number().int().positive().nullable().catch(null);

/**
 * The page "Your credits" of a store, at the address of the app proxy (`/apps/credits`). Shopify draws the answer in
 * the theme's own layout; it needs no script.
 */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  const { shop, program, customerId, query } = await authenticateShopper(request);
  const beforeSeq = cursorOf.parse(query.get("before"));
  const credits =
    customerId === null
      ? null
      : await getWiring().adapters.reports.credits(
          program.programId,
          { shopId: shop.shopId, customerId },
          { beforeSeq, limit: MOVEMENTS },
        );
  const page = renderCreditsPage({
    unit: program,
    isLoggedIn: customerId !== null,
    credits,
    isNewest: beforeSeq === null,
    now: new Date().toISOString(),
  });
  return new Response(page, {
    headers: { "Content-Type": "application/liquid; charset=utf-8", ...neverKept },
  });
}
