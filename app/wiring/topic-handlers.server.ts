import type { HandledEvent, InboxEventHandler, InboxEventHandlers } from "#usecases/process-inbox-event";

/** The effects that webhooks have; each is a use case with its adapters, bound in `wiring.server.ts`. */
export interface WebhookEffects {
  readonly order: InboxEventHandler;
  readonly refund: InboxEventHandler;
  readonly customer: InboxEventHandler;
  readonly uninstall: InboxEventHandler;
}

/** One handler for every topic the app subscribes to; the compiler refuses a table that lacks one. */
export function createTopicHandlers(effects: WebhookEffects): InboxEventHandlers {
  return {
    "orders/create": effects.order,
    "orders/paid": effects.order,
    "orders/updated": effects.order,
    "orders/cancelled": effects.order,
    "refunds/create": effects.refund,
    "customers/create": effects.customer,
    "customers/update": effects.customer,
    "app/uninstalled": effects.uninstall,
    "orders/edited": without("The order's own update carries the edit."),
    "orders/fulfilled": without("A fulfilment carries no credits."),
    "orders/partially_fulfilled": without("A fulfilment carries no credits."),
    "fulfillments/create": without("A fulfilment carries no credits."),
    "orders/delete": without("A deleted order keeps what it earned; a cancellation takes it back."),
    "customers/delete": without("The member's credits stay; personal data leaves on a redaction."),
    "customers/merge": without("The members of merged customers stay apart."),
    "customers/data_request": without("The request is recorded here for a person to answer."),
    "customers/redact": without("The request is recorded here for a person to carry out."),
    "shop/redact": without("The request is recorded here for a person to carry out."),
    "app/scopes_update": without("The scopes are read from the session when they are needed."),
  };
}

/** A topic that changes nothing, and the reason that people see. */
function without(reason: string): InboxEventHandler {
  const outcome: HandledEvent = { outcome: "ignored", reason };
  return () => Promise.resolve(outcome);
}
