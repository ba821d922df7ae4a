import { z } from "zod";

import type { ToldCustomerMerge, ToldCustomerTags } from "#usecases/ports/webhook-payloads";

import { shopifyId, shopifyTime } from "./payload-fields.server.ts";

/** `gid://shopify/Customer/7`, whose number is the customer's id. */
const customerGid = z
  .string({ error: "is no customer's id" })
  .regex(/^gid:\/\/shopify\/Customer\/[1-9]\d{0,18}$/, "is no customer's id")
  .transform((gid) => gid.slice(gid.lastIndexOf("/") + 1));

/** The longest tag that Shopify takes; it compares tags without regard to case. */
const tag = z.string({ error: "is no tag" }).trim().min(1).max(255, "is too long");

/** The body of customers/delete: the customer's id and what else was left of it. */
export const deletedCustomerPayload = z.object({ id: shopifyId }).transform(({ id }) => ({ customerId: id }));

/**
 * The body of customers/merge, sent when the job ends and perhaps before:
 * https://shopify.dev/docs/api/webhooks#list-of-topics-customers/merge
 */
export const customerMergePayload = z
  .object({
    admin_graphql_api_customer_kept_id: customerGid,
    admin_graphql_api_customer_deleted_id: customerGid,
    status: z.enum(["requested", "in_progress", "completed", "failed"], { error: "is no known status" }),
  })
  .refine(
    (merge) => merge.admin_graphql_api_customer_kept_id !== merge.admin_graphql_api_customer_deleted_id,
    {
      path: ["admin_graphql_api_customer_deleted_id"],
      error: "is the customer that is kept",
    },
  )
  .transform((merge): ToldCustomerMerge => ({
    isCompleted: merge.status === "completed",
    keptCustomerId: merge.admin_graphql_api_customer_kept_id,
    deletedCustomerId: merge.admin_graphql_api_customer_deleted_id,
  }));

/** The body of customer.tags_added and customer.tags_removed; customers/update has no tags since 2025-01. */
export const customerTagsPayload = z
  .object({ customerId: customerGid, tags: z.array(tag), occurredAt: shopifyTime })
  .transform((told): ToldCustomerTags => told);
