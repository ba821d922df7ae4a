import type { Instant } from "#core/units";

import type { Programs, Shop } from "./ports/programs.ts";

export interface RecordStaffVisitInput {
  readonly shop: Pick<Shop, "domain" | "scopes">;
  /** When Shopify made the session token that the visitor came with, by its clock. */
  readonly tokenMadeAt: Instant;
  /** What the shop's access token may do. */
  readonly scopes: readonly string[];
}

/**
 * A member of staff who came with a session token proves that the shop has the app: an uninstall that is told of later
 * but happened before is then known to be over. What the shop has granted is learned here until Shopify tells of a
 * change.
 */
export async function recordStaffVisit(
  ports: { readonly programs: Pick<Programs, "proveInstalled" | "saveScopes"> },
  { shop, tokenMadeAt, scopes }: RecordStaffVisitInput,
): Promise<void> {
  await ports.programs.proveInstalled(shop.domain, tokenMadeAt);
  if (shop.scopes === null) await ports.programs.saveScopes(shop.domain, scopes, tokenMadeAt);
}
