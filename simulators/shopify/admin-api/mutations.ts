import type { GraphQLResolveInfo } from "graphql";
import { fulfillmentCreate } from "../catalog/fulfilment-create.ts";
import { fulfillmentTrackingInfoUpdate } from "../catalog/fulfilment-tracking.ts";
import { inventoryActivate, inventorySetQuantities } from "../catalog/inventory-mutations.ts";
import { productSet, productVariantsBulkUpdate } from "../catalog/product-mutations.ts";
import { parseGlobalId } from "../state/metafields.ts";
import type { ApiContext } from "./context.ts";
import { requireScope } from "./context.ts";
import { customerAddressCreate, customerAddressUpdate } from "./customer-mutations.ts";
import {
  metafieldDefinitionCreate,
  metafieldDefinitionUpdate,
  metafieldsDelete,
  metafieldsSet,
} from "./metafield-mutations.ts";
import { nodeView } from "./node-view.ts";

type TagArgs = { id: string; tags: string[] };

function changeTags(context: ApiContext, args: TagArgs, change: (old: string[]) => string[]): object {
  const parsed = parseGlobalId(args.id);
  const { store, shop } = context;
  const owners = {
    Customer: { scope: "write_customers", row: parsed && store.customer(shop.domain, parsed.id) },
    Order: { scope: "write_orders", row: parsed && store.order(shop.domain, parsed.id) },
    Product: { scope: "write_products", row: parsed && store.product(shop.domain, parsed.id) },
  };
  const owner = owners[parsed?.kind as keyof typeof owners];
  if (!owner?.row) return { node: null, userErrors: [{ field: ["id"], message: "Resource does not exist" }] };
  requireScope(context, owner.scope, "tagsAdd");
  owner.row.tags = change(owner.row.tags);
  store.changed();
  return { node: nodeView(context, args.id), userErrors: [] };
}

/** Resolvers of Mutation, bound to the caller. */
export function mutationRoot(context: ApiContext): object {
  return {
    metafieldsSet: (args: Parameters<typeof metafieldsSet>[1]) => metafieldsSet(context, args),
    metafieldsDelete: (args: Parameters<typeof metafieldsDelete>[1]) => metafieldsDelete(context, args),
    metafieldDefinitionCreate: (args: Parameters<typeof metafieldDefinitionCreate>[1]) =>
      metafieldDefinitionCreate(context, args),
    metafieldDefinitionUpdate: (args: Parameters<typeof metafieldDefinitionUpdate>[1]) =>
      metafieldDefinitionUpdate(context, args),
    customerAddressCreate: (args: Parameters<typeof customerAddressCreate>[1]) =>
      customerAddressCreate(context, args),
    customerAddressUpdate: (args: Parameters<typeof customerAddressUpdate>[1]) =>
      customerAddressUpdate(context, args),
    productSet: (args: Parameters<typeof productSet>[1]) => productSet(context, args),
    productVariantsBulkUpdate: (args: Parameters<typeof productVariantsBulkUpdate>[1]) =>
      productVariantsBulkUpdate(context, args),
    inventorySetQuantities: (
      args: Parameters<typeof inventorySetQuantities>[1],
      _: unknown,
      info: GraphQLResolveInfo,
    ) => inventorySetQuantities(context, args, info),
    inventoryActivate: (
      args: Parameters<typeof inventoryActivate>[1],
      _: unknown,
      info: GraphQLResolveInfo,
    ) => inventoryActivate(context, args, info),
    fulfillmentCreate: (args: Parameters<typeof fulfillmentCreate>[1]) => fulfillmentCreate(context, args),
    fulfillmentTrackingInfoUpdate: (args: Parameters<typeof fulfillmentTrackingInfoUpdate>[1]) =>
      fulfillmentTrackingInfoUpdate(context, args),
    bulkOperationRunQuery: (args: { query: string; groupObjects: boolean }) =>
      context.bulk.run(context, args),
    bulkOperationCancel: (args: { id: string }) => context.bulk.cancel(context, args.id),
    tagsAdd: (args: TagArgs) => changeTags(context, args, (old) => [...new Set([...old, ...args.tags])]),
    tagsRemove: (args: TagArgs) =>
      changeTags(context, args, (old) => old.filter((tag) => !args.tags.includes(tag))),
  };
}
