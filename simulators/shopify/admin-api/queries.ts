import type { Customer, Order, Product } from "../state/types.ts";
import { locationView } from "../catalog/inventory-view.ts";
import { locationsOf } from "../catalog/locations.ts";
import { globalId, resolveNamespace } from "../state/metafields.ts";
import { appInstallationView, appView } from "./app-view.ts";
import { connectionOf } from "./connection.ts";
import type { PageArgs } from "./connection.ts";
import type { ApiContext } from "./context.ts";
import { requireScope } from "./context.ts";
import { customerView } from "./customer-view.ts";
import { definitionView } from "./metafield-view.ts";
import { maySeeOrder, nodeView } from "./node-view.ts";
import { orderView } from "./order-view.ts";
import { productView } from "./product-view.ts";
import { searchRows } from "./search.ts";
import type { SearchFields } from "./search.ts";
import { shopView } from "./shop-view.ts";

type ListArgs = PageArgs & { query?: string | null; sortKey?: string | null };

const customerFields: SearchFields<Customer> = {
  id: (row) => row.id,
  email: (row) => row.email,
  first_name: (row) => row.firstName,
  last_name: (row) => row.lastName,
  phone: (row) => row.phone,
  tag: (row) => row.tags,
  state: (row) => row.state,
  customer_date: (row) => row.createdAt,
  updated_at: (row) => row.updatedAt,
};

const orderFields: SearchFields<Order> = {
  id: (row) => row.id,
  name: (row) => row.name,
  email: (row) => row.email,
  customer_id: (row) => row.customerId,
  tag: (row) => row.tags,
  created_at: (row) => row.createdAt,
  processed_at: (row) => row.processedAt,
  updated_at: (row) => row.updatedAt,
  financial_status: (row) => row.financialStatus,
  source_name: (row) => row.sourceName,
  test: (row) => String(row.test),
};

const productFields: SearchFields<Product> = {
  id: (row) => row.id,
  title: (row) => row.title,
  handle: (row) => row.handle,
  vendor: (row) => row.vendor,
  product_type: (row) => row.productType,
  tag: (row) => row.tags,
  sku: (row) => row.variants.flatMap((variant) => (variant.sku ? [variant.sku] : [])),
  created_at: (row) => row.createdAt,
  updated_at: (row) => row.updatedAt,
};

type Dated = { id: number; createdAt: string; updatedAt: string };

function sorted<Row extends Dated>(rows: Row[], sortKey: string | null | undefined): Row[] {
  const by = (read: (row: Row) => string): Row[] =>
    [...rows].sort((a, b) => read(a).localeCompare(read(b)) || a.id - b.id);
  if (sortKey === "UPDATED_AT") return by((row) => row.updatedAt);
  if (sortKey === "CREATED_AT") return by((row) => row.createdAt);
  return [...rows].sort((a, b) => a.id - b.id);
}

const key = (row: { id: number }): string => String(row.id);

function customerRows(context: ApiContext, query: string | null | undefined): Customer[] {
  requireScope(context, "read_customers", "customers");
  return searchRows(context.store.customersOf(context.shop.domain), query, {
    fields: customerFields,
    text: (row) => `${row.firstName} ${row.lastName} ${row.email ?? ""}`,
  });
}

function orderRows(context: ApiContext, query: string | null | undefined): Order[] {
  requireScope(context, "read_orders", "orders");
  const visible = context.store.ordersOf(context.shop.domain).filter((order) => maySeeOrder(context, order));
  return searchRows(visible, query, { fields: orderFields, text: (row) => `${row.name} ${row.email ?? ""}` });
}

function productRows(context: ApiContext, query: string | null | undefined): Product[] {
  requireScope(context, "read_products", "products");
  return searchRows(context.store.productsOf(context.shop.domain), query, {
    fields: productFields,
    text: (row) => `${row.title} ${row.vendor}`,
  });
}

function byIdentifier(
  context: ApiContext,
  identifier: { id?: string; emailAddress?: string },
): object | null {
  if (identifier.id) return nodeView(context, identifier.id);
  const email = identifier.emailAddress?.toLowerCase();
  const found = customerRows(context, null).find((row) => email !== undefined && row.email === email);
  return found ? customerView(context, found) : null;
}

function definitionRows(
  context: ApiContext,
  args: { ownerType: string; namespace?: string | null; key?: string | null },
) {
  const namespace = args.namespace ? resolveNamespace(args.namespace, context.store.app) : null;
  return Object.values(context.store.state.metafieldDefinitions).filter(
    (row) =>
      row.shop === context.shop.domain &&
      row.ownerType === args.ownerType &&
      (namespace === null || row.namespace === namespace) &&
      (!args.key || row.key === args.key),
  );
}

const count = (rows: unknown[]): object => ({ count: rows.length, precision: "EXACT" });

function locationPage(context: ApiContext, args: PageArgs): object {
  requireScope(context, "read_locations", "locations");
  return connectionOf(locationsOf(context.store, context.shop.domain), args, { key, node: locationView });
}

/** Resolvers of QueryRoot: functions of their arguments, bound to the caller. */
export function queryRoot(context: ApiContext): object {
  const one = (kind: string) => (args: { id: string }) =>
    args.id.startsWith(`gid://shopify/${kind}/`) ? nodeView(context, args.id) : null;
  return {
    shop: () => shopView(context),
    app: (args: { id?: string | null }) =>
      !args.id || args.id === globalId("App", context.store.app.id) ? appView(context) : null,
    currentAppInstallation: () => appInstallationView(context),
    appInstallation: (args: { id?: string | null }) =>
      args.id ? one("AppInstallation")({ id: args.id }) : appInstallationView(context),
    node: (args: { id: string }) => nodeView(context, args.id),
    nodes: (args: { ids: string[] }) => args.ids.map((id) => nodeView(context, id)),
    customer: one("Customer"),
    customerByIdentifier: (args: { identifier: { id?: string; emailAddress?: string } }) =>
      byIdentifier(context, args.identifier),
    customers: (args: ListArgs) =>
      connectionOf(sorted(customerRows(context, args.query), args.sortKey), args, {
        key,
        node: (row) => customerView(context, row),
      }),
    customersCount: (args: ListArgs) => count(customerRows(context, args.query)),
    order: one("Order"),
    orders: (args: ListArgs) =>
      connectionOf(sorted(orderRows(context, args.query), args.sortKey), args, {
        key,
        node: (row) => orderView(context, row),
      }),
    ordersCount: (args: ListArgs) => count(orderRows(context, args.query)),
    product: one("Product"),
    productVariant: one("ProductVariant"),
    products: (args: ListArgs) =>
      connectionOf(sorted(productRows(context, args.query), args.sortKey), args, {
        key,
        node: (row) => productView(context, row),
      }),
    productsCount: (args: ListArgs) => count(productRows(context, args.query)),
    productVariants: (args: ListArgs) =>
      connectionOf(
        productRows(context, args.query).flatMap((product) => product.variants),
        args,
        { key, node: (variant) => nodeView(context, globalId("ProductVariant", variant.id)) },
      ),
    inventoryItem: one("InventoryItem"),
    location: one("Location"),
    fulfillmentOrder: one("FulfillmentOrder"),
    locations: (args: PageArgs) => locationPage(context, args),
    metafieldDefinitions: (
      args: PageArgs & { ownerType: string; namespace?: string | null; key?: string | null },
    ) =>
      connectionOf(definitionRows(context, args), args, { key, node: (row) => definitionView(context, row) }),
    bulkOperation: (args: { id: string }) => context.bulk.view(context, args.id),
    currentBulkOperation: () => {
      const [newest] = context.bulk.all(context.shop.domain);
      return newest ? context.bulk.view(context, globalId("BulkOperation", newest.id)) : null;
    },
    bulkOperations: (args: PageArgs) =>
      connectionOf(context.bulk.all(context.shop.domain), args, {
        key,
        node: (row) => context.bulk.viewOf(context, row),
      }),
    // Subscriptions of shopify.app.toml are app-specific; Shopify does not list them here.
    webhookSubscriptions: (args: PageArgs) =>
      connectionOf([] as { id: number }[], args, { key, node: (row) => row }),
  };
}
