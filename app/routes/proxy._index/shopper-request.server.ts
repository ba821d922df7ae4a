import { z } from "zod";

import { authenticateAppProxy } from "#shopify";
import { getWiring } from "#wiring";

import type { Program, Shop } from "../../usecases/ports/programs.ts";

/** A request that a visitor of the shop's storefront makes through Shopify's app proxy. */
export interface ShopperRequest {
  readonly shop: Shop;
  readonly program: Program;
  /** Shopify's id of the customer who is logged in; null: nobody is. */
  readonly customerId: string | null;
  readonly query: URLSearchParams;
}

/** Told by Shopify, and by it alone; each says who asks, or how the rest is to be read. */
const once = ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"];

const query = z.object({
  shop: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
  logged_in_customer_id: z.string().regex(/^\d{0,18}$/),
  timestamp: z.string().regex(/^\d{1,12}$/),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
});

/** No answer to a shopper is kept anywhere: what it says belongs to one person, or will be another answer soon. */
export const neverKept = { "Cache-Control": "no-store" };

/**
 * Proves that Shopify forwarded the request, lately, and finds the program of its shop. Throws the Response to answer
 * with: 400 without Shopify's signature, 404 for a shop that has not installed the app.
 *
 * The library checks signature and age and refuses some of the parameters when they come twice. The one that says who
 * is logged in is not among them, and signed pairs are joined without a mark between them, so that the same signature
 * fits other ways to cut the text; hence every parameter of Shopify's has to be there once and in its own form.
 */
export async function authenticateShopper(request: Request): Promise<ShopperRequest> {
  const { searchParams } = new URL(request.url);
  const told = query.safeParse(Object.fromEntries(searchParams));
  if (!told.success || once.some((name) => searchParams.getAll(name).length !== 1)) throw refused(400);
  await authenticateAppProxy(request).catch((answer: unknown) => {
    throw answer instanceof Response ? refused(answer.status) : answer;
  });
  const { programs } = getWiring().adapters;
  const shop = await programs.findShopByDomain(told.data.shop);
  const program = shop?.state === "installed" ? await programs.findProgram(shop.programId) : null;
  if (!shop || !program) throw refused(404);
  return { shop, program, customerId: told.data.logged_in_customer_id || null, query: searchParams };
}

function refused(status: number): Response {
  return new Response(null, { status, headers: neverKept });
}
