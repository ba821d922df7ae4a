/** Scopes that the app asks for in shopify.app.toml, each with what does not work without it. */
export const SCOPE_USES = {
  read_customers: "members do not appear, and their names do not change",
  write_customers: "balances do not reach the storefront",
  read_customer_merge: "customers that are merged stay two members",
  read_orders: "orders earn nothing",
  read_shopify_payments_disputes: "chargebacks take nothing back",
  read_products: "earn rules do not see products",
  write_products: "items and prices of Exigo do not reach the shop",
  read_inventory: "stock levels are not told",
  write_inventory: "stock of Exigo does not reach the shop",
  read_locations: "warehouses of Exigo cannot be given a location",
  read_fulfillments: "fulfilment of orders is not told",
  read_merchant_managed_fulfillment_orders: "changes of fulfilment orders are not told",
  write_merchant_managed_fulfillment_orders: "packages that Exigo sent are not told to shoppers",
} as const;

type Scope = keyof typeof SCOPE_USES;

const SCOPES = Object.keys(SCOPE_USES) as readonly Scope[];

/** Those of the app's scopes that were not granted. A scope to write includes the one to read. */
export function missingScopes(granted: readonly string[]): Scope[] {
  const has = (scope: string): boolean =>
    granted.includes(scope) ||
    (scope.startsWith("read_") && granted.includes(scope.replace("read_", "write_")));
  return SCOPES.filter((scope) => !has(scope));
}
