import { connectionOf } from "../admin-api/connection.ts";
import type { PageArgs } from "../admin-api/connection.ts";
import type { ApiContext } from "../admin-api/context.ts";
import { requireScope } from "../admin-api/context.ts";
import { nodeView } from "../admin-api/node-view.ts";
import { lineView } from "../admin-api/order-view.ts";
import { globalId } from "../state/metafields.ts";
import type { Order } from "../state/types.ts";
import { fulfilmentOrder, fulfilmentOrdersOf } from "./fulfilment-orders.ts";
import type { FulfilmentOrder } from "./fulfilment-orders.ts";
import { locationView } from "./inventory-view.ts";
import { locationsOf } from "./locations.ts";

/** A FulfillmentOrder as the schema describes it. */
function fulfilmentOrderView(context: ApiContext, row: FulfilmentOrder): object {
  const { store, shop } = context;
  const location = locationsOf(store, shop.domain).find(({ id }) => id === row.locationId);
  return {
    __typename: "FulfillmentOrder",
    id: globalId("FulfillmentOrder", row.id),
    status: row.status,
    requestStatus: "UNSUBMITTED",
    orderId: globalId("Order", row.order.id),
    orderName: row.order.name,
    createdAt: row.order.createdAt,
    updatedAt: row.order.updatedAt,
    assignedLocation: {
      name: location?.name ?? "",
      countryCode: shop.countryCode,
      location: location ? locationView(location) : null,
    },
    lineItems: (args: PageArgs) =>
      connectionOf(row.lines, args, {
        key: ({ id }) => String(id),
        node: ({ id, line, total, remaining }) => ({
          __typename: "FulfillmentOrderLineItem",
          id: globalId("FulfillmentOrderLineItem", id),
          totalQuantity: total,
          remainingQuantity: remaining,
          requiresShipping: line.requiresShipping,
          productTitle: line.title,
          sku: line.sku,
          lineItem: lineView(context, row.order, line),
          variant: () =>
            line.variantId === null ? null : nodeView(context, globalId("ProductVariant", line.variantId)),
        }),
      }),
  };
}

function requireFulfilmentScope(context: ApiContext, field: string): void {
  requireScope(context, "read_merchant_managed_fulfillment_orders", field);
}

/** Order.fulfillmentOrders. */
export function fulfilmentOrdersField(context: ApiContext, order: Order): (args: PageArgs) => object {
  return (args) => {
    requireFulfilmentScope(context, "fulfillmentOrders");
    return connectionOf(fulfilmentOrdersOf(context.store, order), args, {
      key: ({ id }) => String(id),
      node: (row) => fulfilmentOrderView(context, row),
    });
  };
}

/** The fulfilment order with a number; null when the shop has none. */
export function fulfilmentOrderNode(context: ApiContext, id: number): object | null {
  requireFulfilmentScope(context, "fulfillmentOrder");
  const row = fulfilmentOrder(context.store, context.shop.domain, id);
  return row ? fulfilmentOrderView(context, row) : null;
}
