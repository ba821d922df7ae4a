import { adjustBalance } from "#usecases/adjust-balance";
import { applyCustomerEvent } from "#usecases/apply-customer-event";
import { applyDisputeEvent } from "#usecases/apply-dispute-event";
import { applyOrderDeletion } from "#usecases/apply-order-deletion";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { applyRefundEvent } from "#usecases/apply-refund-event";
import { applyShopEvent } from "#usecases/apply-shop-event";
import { examineIntent } from "#usecases/examine-intent";
import { installShop } from "#usecases/install-shop";
import type { ReceivedWebhook } from "#usecases/ports/inbox";
import { processInboxEvent } from "#usecases/process-inbox-event";
import type { ProcessInboxEventPorts } from "#usecases/process-inbox-event";
import { receiveWebhook } from "#usecases/receive-webhook";
import { requestReread } from "#usecases/request-reread";
import { resumeExigoConnection } from "#usecases/resume-exigo-connection";
import { retryInboxEvent } from "#usecases/retry-inbox-event";
import { reverseEntry } from "#usecases/reverse-entry";
import { reviewDriftCase } from "#usecases/review-drift-case";
import { saveEarnRule } from "#usecases/save-earn-rule";
import { saveExigoConnection } from "#usecases/save-exigo-connection";
import { settleIntent } from "#usecases/settle-intent";
import { testExigoConnection } from "#usecases/test-exigo-connection";

import type { Adapters, ReportFailure } from "./adapters.server.ts";
import { createTopicHandlers } from "./topic-handlers.server.ts";

/** One line per use case, bound to its adapters. */
export function bindUseCases(adapters: Adapters, reportFailure: ReportFailure) {
  const inboxPorts = createInboxPorts(adapters, reportFailure);
  return {
    receiveWebhook: (webhook: ReceivedWebhook) =>
      receiveWebhook({ inbox: adapters.inbox, shops: adapters.knownShops }, webhook),
    wakeInboxEvent: (shopDomain: string, id: number) => adapters.wakeUp.inboxEvent(shopDomain, id),
    processInboxEvent: (event: Parameters<typeof processInboxEvent>[1]) =>
      processInboxEvent(inboxPorts, event),
    requestReread: (input: Parameters<typeof requestReread>[1]) => requestReread(adapters, input),
    installShop: (shop: Parameters<typeof installShop>[1]) => installShop(adapters, shop),
    adjustBalance: (input: Parameters<typeof adjustBalance>[1]) => adjustBalance(adapters, input),
    reverseEntry: (input: Parameters<typeof reverseEntry>[1]) => reverseEntry(adapters, input),
    testExigoConnection: (form: Parameters<typeof testExigoConnection>[1]) =>
      testExigoConnection({ ...adapters, elapsedMs: () => performance.now() }, form),
    saveExigoConnection: (form: Parameters<typeof saveExigoConnection>[1]) =>
      saveExigoConnection(adapters, form),
    settleIntent: (input: Parameters<typeof settleIntent>[1]) => settleIntent(adapters, input),
    examineIntent: (input: Parameters<typeof examineIntent>[1]) => examineIntent(adapters, input),
    reviewDriftCase: (input: Parameters<typeof reviewDriftCase>[1]) => reviewDriftCase(adapters, input),
    retryInboxEvent: (input: Parameters<typeof retryInboxEvent>[1]) => retryInboxEvent(adapters, input),
    resumeExigoConnection: (input: Parameters<typeof resumeExigoConnection>[1]) =>
      resumeExigoConnection(adapters, input),
    saveEarnRule: (input: Parameters<typeof saveEarnRule>[1]) => saveEarnRule(adapters, input),
  };
}

function createInboxPorts(adapters: Adapters, reportFailure: ReportFailure): ProcessInboxEventPorts {
  return {
    inbox: adapters.inbox,
    handlers: createTopicHandlers({
      order: (event) => applyOrderEvent(adapters, event),
      refund: (event) => applyRefundEvent(adapters, event),
      dispute: (event) => applyDisputeEvent(adapters, event),
      orderDeletion: (event) => applyOrderDeletion(adapters, event),
      customer: (event) => applyCustomerEvent(adapters, event),
      uninstall: (event) => applyShopEvent(adapters, event),
    }),
    jitter: Math.random,
    onFailure: ({ id, topic, attempt }, failure) =>
      reportFailure("inbox_event_failed", failure, { id, topic, attempt }),
  };
}
