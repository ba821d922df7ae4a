import { z } from "zod";

import type { ToldPrivacyRequest } from "#usecases/ports/webhook-payloads";

import { optionalText, shopifyId } from "./payload-fields.server.ts";

const orderIds = z.array(shopifyId).nullish();

/** The body of customers/data_request and customers/redact. */
export const privacyRequestPayload = z
  .object({
    customer: z.object({ id: shopifyId, email: optionalText, phone: optionalText }),
    orders_requested: orderIds,
    orders_to_redact: orderIds,
    data_request: z.object({ id: shopifyId }).nullish(),
  })
  .transform((told): ToldPrivacyRequest => ({
    customerId: told.customer.id,
    email: told.customer.email,
    phone: told.customer.phone,
    orderIds: told.orders_requested ?? told.orders_to_redact ?? [],
    requestId: told.data_request?.id ?? null,
  }));
