import type { HandledEvent, InboxEventHandler, InboxEventHandlers } from "#usecases/process-inbox-event";

/** The effects that webhooks have; each is a use case with its adapters, bound in `wiring.server.ts`. */
export interface WebhookEffects {
  readonly order: InboxEventHandler;
  readonly refund: InboxEventHandler;
  readonly dispute: InboxEventHandler;
  readonly orderDeletion: InboxEventHandler;
  readonly product: InboxEventHandler;
  readonly productDeletion: InboxEventHandler;
  readonly customer: InboxEventHandler;
  readonly customerDeletion: InboxEventHandler;
  readonly customerMerge: InboxEventHandler;
  readonly customerTags: InboxEventHandler;
  readonly privacy: InboxEventHandler;
  readonly uninstall: InboxEventHandler;
  readonly scopes: InboxEventHandler;
}

/** One handler for every topic the app subscribes to; the compiler refuses a table that lacks one. */
export function createTopicHandlers(effects: WebhookEffects): InboxEventHandlers {
  return {
    "orders/create": effects.order,
    "orders/paid": effects.order,
    "orders/updated": effects.order,
    "orders/cancelled": effects.order,
    "orders/fulfilled": effects.order,
    "orders/partially_fulfilled": effects.order,
    "orders/delete": effects.orderDeletion,
    "refunds/create": effects.refund,
    "disputes/create": effects.dispute,
    "disputes/update": effects.dispute,
    "customers/create": effects.customer,
    "customers/update": effects.customer,
    "customers/delete": effects.customerDeletion,
    "customers/merge": effects.customerMerge,
    "customer.tags_added": effects.customerTags,
    "customer.tags_removed": effects.customerTags,
    "customers/data_request": effects.privacy,
    "customers/redact": effects.privacy,
    "shop/redact": effects.privacy,
    "app/uninstalled": effects.uninstall,
    "app/scopes_update": effects.scopes,
    "orders/edited": without("told_by_orders_updated"),
    "fulfillment_orders/order_routing_complete": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/fulfillment_request_submitted": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/fulfillment_request_accepted": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/moved": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/split": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/merged": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/placed_on_hold": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/hold_released": without("fulfilment_carries_no_credits"),
    "fulfillment_orders/cancelled": without("fulfilment_carries_no_credits"),
    "products/create": effects.product,
    "products/update": effects.product,
    "products/delete": effects.productDeletion,
    // Stock is Exigo's: what was changed in the shop is met when both are compared next.
    "inventory_levels/update": without("stock_is_compared_with_exigo"),
  };
}

/** A topic that changes nothing, and the code of the reason that people see. */
function without(reason: string): InboxEventHandler {
  const outcome: HandledEvent = { outcome: "ignored", reason };
  return () => Promise.resolve(outcome);
}
