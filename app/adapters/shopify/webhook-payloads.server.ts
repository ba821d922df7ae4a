import type { WebhookPayloads } from "#usecases/ports/webhook-payloads";

import { customerPayload, keptCustomerPayload } from "./customer-payload.server.ts";
import {
  customerMergePayload,
  customerTagsPayload,
  deletedCustomerPayload,
} from "./customer-change-payloads.server.ts";
import { disputePayload } from "./dispute-payload.server.ts";
import { deletedOrderPayload, orderPayload } from "./order-payload.server.ts";
import { readBody } from "./payload-fields.server.ts";
import { privacyRequestPayload } from "./privacy-payload.server.ts";
import { deletedProductPayload, productPayload } from "./product-payload.server.ts";
import { refundPayload } from "./refund-payload.server.ts";
import { scopesPayload } from "./scopes-payload.server.ts";

/** Reads what Shopify's webhooks say, in the form of the REST Admin API. */
export const shopifyWebhookPayloads: WebhookPayloads = {
  readOrder: (body) => readBody(orderPayload, body),
  readRefund: (body) => readBody(refundPayload, body),
  readDispute: (body) => readBody(disputePayload, body),
  readDeletedOrder: (body) => readBody(deletedOrderPayload, body),
  readProduct: (body) => readBody(productPayload, body),
  readDeletedProduct: (body) => readBody(deletedProductPayload, body),
  readCustomer: (body) => readBody(customerPayload, body),
  readKeptCustomer: (body) => readBody(keptCustomerPayload, body),
  readDeletedCustomer: (body) => readBody(deletedCustomerPayload, body),
  readCustomerMerge: (body) => readBody(customerMergePayload, body),
  readCustomerTags: (body) => readBody(customerTagsPayload, body),
  readPrivacyRequest: (body) => readBody(privacyRequestPayload, body),
  readScopes: (body) => readBody(scopesPayload, body),
};
