import type { RetryPolicy } from "#core/inbox";
import { applyCustomerDeletion } from "#usecases/apply-customer-deletion";
import { applyKeptCustomerEvent } from "#usecases/apply-kept-customer-event";
import { applyDisputeEvent } from "#usecases/apply-dispute-event";
import { applyMergeEvent } from "#usecases/apply-merge-event";
import { applyOrderDeletion } from "#usecases/apply-order-deletion";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { applyPrivacyEvent } from "#usecases/apply-privacy-event";
import { applyProductDeletion, applyProductEvent } from "#usecases/apply-product-event";
import { applyRefundEvent } from "#usecases/apply-refund-event";
import { applyScopesEvent } from "#usecases/apply-scopes-event";
import { applyShopEvent } from "#usecases/apply-shop-event";
import { applyTagsEvent } from "#usecases/apply-tags-event";
import type { OrderContexts } from "#usecases/ports/order-contexts";
import type { ShopAccess } from "#usecases/ports/shop-access";
import type { ShopObjects } from "#usecases/ports/shop-objects";
import type { ProcessInboxEventPorts } from "#usecases/process-inbox-event";

import type { Adapters, ReportFailure } from "./adapters.server.ts";
import { createTopicHandlers } from "./topic-handlers.server.ts";

/** What is asked in Shopify before a webhook has its effect. */
interface AskedInShopify {
  readonly orderContexts: OrderContexts;
  readonly shopAccess: ShopAccess;
  readonly shopObjects: ShopObjects;
}

/** What processing webhooks needs: every topic's effect, bound to its adapters. */
export function createInboxPorts(
  adapters: Adapters,
  shopify: AskedInShopify,
  retries: RetryPolicy,
  reportFailure: ReportFailure,
): ProcessInboxEventPorts {
  const ports = { ...adapters, ...shopify };
  return {
    inbox: adapters.inbox,
    shops: adapters.knownShops,
    namedObjects: adapters.namedObjects,
    shopObjects: shopify.shopObjects,
    redactedPeople: adapters.redactedPeople,
    retries,
    handlers: createTopicHandlers({
      order: (event) => applyOrderEvent(ports, event),
      refund: (event) => applyRefundEvent(ports, event),
      dispute: (event) => applyDisputeEvent(ports, event),
      orderDeletion: (event) => applyOrderDeletion(ports, event),
      product: (event) => applyProductEvent(adapters, event),
      productDeletion: (event) => applyProductDeletion(adapters, event),
      customer: (event) => applyKeptCustomerEvent(adapters, event),
      customerDeletion: (event) => applyCustomerDeletion(adapters, event),
      customerMerge: (event) => applyMergeEvent(adapters, event),
      customerTags: (event) => applyTagsEvent(adapters, event),
      privacy: (event) => applyPrivacyEvent(ports, event),
      scopes: (event) => applyScopesEvent(adapters, event),
      uninstall: (event) => applyShopEvent(ports, event),
    }),
    jitter: Math.random,
    onFailure: ({ id, topic, attempt }, failure) =>
      reportFailure("inbox_event_failed", failure, { id, topic, attempt }),
  };
}
