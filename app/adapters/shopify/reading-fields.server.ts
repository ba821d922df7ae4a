import { z } from "zod";

import type { OrderOutline } from "#core/rereading";
import type { ReadCustomer, ReadOrder } from "#usecases/ports/shop-reader";

import { customerPayload } from "./customer-payload.server.ts";
import { orderPayload } from "./order-payload.server.ts";
import { readValue, shopifyTime } from "./payload-fields.server.ts";

/** `gid://shopify/Order/7` is 7. */
export const globalId = z
  .string()
  .regex(/^gid:\/\/shopify\/[A-Za-z]+\/[1-9]\d{0,18}$/, "is no global id")
  .transform((gid) => gid.slice(gid.lastIndexOf("/") + 1));

const money = z
  .object({ shopMoney: z.object({ amount: z.string() }) })
  .transform((bag) => bag.shopMoney.amount);

/** Enums are words of the REST API in capitals. */
const status = z
  .string()
  .nullable()
  .transform((text) => text?.toLowerCase() ?? null);

export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

/** A customer in the words of the webhooks. */
export const customerNode = z
  .object({
    id: globalId,
    defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
    verifiedEmail: z.boolean(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    updatedAt: z.string(),
  })
  .transform((customer) => ({
    id: customer.id,
    email: customer.defaultEmailAddress?.emailAddress ?? null,
    verified_email: customer.verifiedEmail,
    first_name: customer.firstName,
    last_name: customer.lastName,
    updated_at: customer.updatedAt,
  }));

/** A line of an order in the words of the webhooks. */
export const lineNode = z
  .object({
    id: globalId,
    title: z.string(),
    quantity: z.number(),
    currentQuantity: z.number(),
    originalUnitPriceSet: money,
    discountAllocations: z.array(z.object({ allocatedAmountSet: money })),
    taxLines: z.array(z.object({ priceSet: money })),
  })
  .transform((line) => ({
    id: line.id,
    title: line.title,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    price: line.originalUnitPriceSet,
    discount_allocations: line.discountAllocations.map(({ allocatedAmountSet }) => ({
      amount: allocatedAmountSet,
    })),
    tax_lines: line.taxLines.map(({ priceSet }) => ({ price: priceSet })),
  }));

/** A line of a refund in the words of the webhooks. */
export const refundLineNode = z
  .object({ quantity: z.number(), lineItem: z.object({ id: globalId }) })
  .transform((line) => ({ line_item_id: line.lineItem.id, quantity: line.quantity }));

/** An order without lines in the words of the webhooks; its refunds by id. */
export const orderNode = z
  .object({
    id: globalId,
    name: z.string(),
    currencyCode: z.string(),
    displayFinancialStatus: status,
    taxesIncluded: z.boolean(),
    createdAt: z.string(),
    processedAt: z.string(),
    updatedAt: z.string(),
    cancelledAt: z.string().nullable(),
    customer: customerNode.nullable(),
    refunds: z.array(z.object({ id: z.string() })),
  })
  .transform((order) => ({
    refundGids: order.refunds.map(({ id }) => id),
    body: {
      id: order.id,
      name: order.name,
      currency: order.currencyCode,
      financial_status: order.displayFinancialStatus,
      taxes_included: order.taxesIncluded,
      created_at: order.createdAt,
      processed_at: order.processedAt,
      updated_at: order.updatedAt,
      cancelled_at: order.cancelledAt,
      customer: order.customer,
    },
  }));

export type OrderNode = z.output<typeof orderNode>;
export type LineNode = z.output<typeof lineNode>;

/** A refund with its lines in the words of the webhooks. */
export interface RefundNode {
  readonly id: string;
  readonly created_at: string;
  readonly refund_line_items: readonly z.output<typeof refundLineNode>[];
}

/** Reads a whole order with the same schema as a webhook's body, so that both ways end in the same facts. */
export function toReadOrder(
  { body }: OrderNode,
  lines: readonly LineNode[],
  refunds: readonly RefundNode[],
): ReadOrder {
  return { orderId: body.id, told: readValue(orderPayload, { ...body, line_items: lines, refunds }) };
}

/** Reads a customer with the same schema as a webhook's body. */
export function toReadCustomer(customer: z.output<typeof customerNode>): ReadCustomer {
  return {
    customerId: customer.id,
    updatedAt: shopifyTime.parse(customer.updated_at),
    told: readValue(customerPayload, customer),
  };
}

/** A row of a list of orders. */
export const outlineNode = z
  .object({
    id: globalId,
    updatedAt: shopifyTime,
    displayFinancialStatus: status,
    cancelledAt: z.string().nullable(),
    refunds: z.array(z.object({ id: globalId })),
  })
  .transform((order): OrderOutline => ({
    orderId: order.id,
    updatedAt: order.updatedAt,
    // As the webhooks' reader has it: no payment was tried.
    financialStatus: order.displayFinancialStatus ?? "pending",
    isCancelled: order.cancelledAt !== null,
    refundIds: order.refunds.map(({ id }) => id),
  }));
