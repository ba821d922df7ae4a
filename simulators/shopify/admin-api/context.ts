import { GraphQLError } from "graphql";
import type { BulkOperations } from "../bulk/bulk-operations.ts";
import type { AppConfiguration } from "../config/app-configuration.ts";
import type { ShopEvent } from "../operations/index.ts";
import type { Store } from "../state/store.ts";
import type { Shop } from "../state/types.ts";

/** What every resolver may use: the caller's shop and what its token may do. */
export type ApiContext = {
  store: Store;
  shop: Shop;
  scopes: string[];
  configuration: AppConfiguration;
  bulk: BulkOperations;
  /** Tells subscribers what a mutation changed. */
  emit(event: ShopEvent): void;
};

/** The one API version that the simulator serves. */
export const apiVersion = "2026-10";

/** Refuses, as Shopify does, when the token lacks a scope. A write scope contains its read scope. */
export function requireScope(context: ApiContext, scope: string, field: string): void {
  const stronger = scope.replace(/^read_/, "write_");
  if (context.scopes.includes(scope) || context.scopes.includes(stronger)) return;
  throw new GraphQLError(`Access denied for ${field} field. Required access: \`${scope}\` access scope.`, {
    extensions: {
      code: "ACCESS_DENIED",
      documentation: "https://shopify.dev/api/usage/access-scopes",
      requiredAccess: `\`${scope}\` access scope.`,
    },
  });
}
