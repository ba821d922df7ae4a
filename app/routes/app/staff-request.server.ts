import type { LoaderFunctionArgs } from "@remix-run/node";

import { authenticate, finishInstallation } from "#shopify";
import { getWiring } from "#wiring";

import type { Program, Shop } from "../../usecases/ports/programs.ts";

/** A request that a member of the shop's staff makes from Shopify Admin. */
export interface StaffRequest {
  readonly shop: Shop;
  readonly program: Program;
  /** Shopify's id of the member of staff; the cause of what they do. */
  readonly staff: string;
}

/**
 * Proves who asks and finds the program they may see; finishes the installation if that has not happened yet. Throws
 * the Response that the Shopify library answers with when the request must be sent elsewhere first.
 */
export async function authenticateStaff(request: LoaderFunctionArgs["request"]): Promise<StaffRequest> {
  const { session, sessionToken, admin } = await authenticateOrLog(request);
  const { programs } = getWiring().adapters;
  const known = await programs.findShopByDomain(session.shop);
  const shop = known?.state === "installed" ? known : await finishInstallation(session.shop, admin.graphql);
  await getWiring().recordStaffVisit({
    shop,
    tokenMadeAt: new Date(sessionToken.iat * 1_000).toISOString(),
    scopes: session.scope?.split(",") ?? [],
  });
  const program = await programs.findProgram(shop.programId);
  if (!program) throw new Response("program_unknown", { status: 404, statusText: "Not Found" });
  return { shop, program, staff: sessionToken.sub };
}

/** The library answers a failed token exchange with a bare 500 and says nothing of it anywhere. */
async function authenticateOrLog(request: Request) {
  try {
    return await authenticate.admin(request);
  } catch (answer) {
    if (answer instanceof Response && answer.status >= 500) {
      getWiring().log.error("shopify_authentication_failed", { status: answer.status });
    }
    throw answer;
  }
}
