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

const money = z.object({ amount: z.string(), currencyCode: z.string() });
const shopMoney = z.object({ shopMoney: money }).transform((bag) => bag.shopMoney.amount);

/** Both monies of a bag in the words of the webhooks. */
const moneySet = z.object({ shopMoney: money, presentmentMoney: money }).transform((bag) => ({
  shop_money: { amount: bag.shopMoney.amount, currency_code: bag.shopMoney.currencyCode },
  presentment_money: {
    amount: bag.presentmentMoney.amount,
    currency_code: bag.presentmentMoney.currencyCode,
  },
}));

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
    createdAt: z.string(),
    updatedAt: z.string(),
    // Not asked for with an order's customer.
    birthDate: z.object({ value: z.string() }).nullish(),
    // Not asked for with an order's customer.
    tags: z.array(z.string()).default([]),
  })
  .transform((customer) => ({
    id: customer.id,
    email: customer.defaultEmailAddress?.emailAddress ?? null,
    verified_email: customer.verifiedEmail,
    first_name: customer.firstName,
    last_name: customer.lastName,
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    ...(customer.birthDate === undefined ? {} : { birth_date: customer.birthDate?.value ?? null }),
    tags: customer.tags,
  }));

const namedById = z.object({ id: globalId }).nullable();

/** Price, discounts and taxes, which lines and shipping have in common. */
const priced = z.object({
  originalUnitPriceSet: shopMoney.optional(),
  originalPriceSet: shopMoney.optional(),
  discountAllocations: z.array(z.object({ allocatedAmountSet: shopMoney })),
  taxLines: z.array(z.object({ priceSet: shopMoney })),
});

function pricedWords(line: z.output<typeof priced>) {
  return {
    price: line.originalUnitPriceSet ?? line.originalPriceSet,
    discount_allocations: line.discountAllocations.map(({ allocatedAmountSet }) => ({
      amount: allocatedAmountSet,
    })),
    tax_lines: line.taxLines.map(({ priceSet }) => ({ price: priceSet })),
  };
}

/** A line of an order in the words of the webhooks. */
export const lineNode = priced
  .extend({
    id: globalId,
    title: z.string(),
    quantity: z.number(),
    currentQuantity: z.number(),
    product: namedById,
    variant: namedById,
    sku: z.string().nullable(),
    vendor: z.string().nullable(),
    isGiftCard: z.boolean(),
    requiresShipping: z.boolean(),
    sellingPlan: z.object({ name: z.string() }).nullable(),
  })
  .transform((line) => ({
    id: line.id,
    title: line.title,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    product_id: line.product?.id ?? null,
    variant_id: line.variant?.id ?? null,
    sku: line.sku,
    vendor: line.vendor,
    gift_card: line.isGiftCard,
    requires_shipping: line.requiresShipping,
    ...(line.sellingPlan ? { selling_plan_allocation: line.sellingPlan } : {}),
    ...pricedWords(line),
  }));

/** A shipping line of an order in the words of the webhooks. */
export const shippingNode = priced.transform(pricedWords);

/** A line of a refund in the words of the webhooks. */
export const refundLineNode = z
  .object({
    quantity: z.number(),
    lineItem: z.object({ id: globalId }),
    subtotalSet: moneySet,
    totalTaxSet: moneySet,
  })
  .transform((line) => ({
    line_item_id: line.lineItem.id,
    quantity: line.quantity,
    subtotal_set: line.subtotalSet,
    total_tax_set: line.totalTaxSet,
  }));

/** An order without lines in the words of the webhooks; its refunds by id. */
export const orderNode = z
  .object({
    id: globalId,
    name: z.string(),
    currencyCode: z.string(),
    presentmentCurrencyCode: z.string(),
    displayFinancialStatus: status,
    displayFulfillmentStatus: status,
    sourceName: z.string().nullable(),
    tags: z.array(z.string()),
    test: z.boolean(),
    taxesIncluded: z.boolean(),
    totalPriceSet: moneySet,
    currentTotalPriceSet: shopMoney,
    totalOutstandingSet: shopMoney,
    totalTipReceivedSet: shopMoney,
    createdAt: z.string(),
    processedAt: z.string(),
    updatedAt: z.string(),
    cancelledAt: z.string().nullable(),
    customer: customerNode.nullable(),
    fulfillments: z.array(z.object({ status, createdAt: z.string() })),
    refunds: z.array(z.object({ id: z.string() })),
  })
  .transform((order) => ({
    refundGids: order.refunds.map(({ id }) => id),
    tipTotal: Number(order.totalTipReceivedSet),
    body: {
      id: order.id,
      name: order.name,
      currency: order.currencyCode,
      presentment_currency: order.presentmentCurrencyCode,
      financial_status: order.displayFinancialStatus,
      fulfillment_status: order.displayFulfillmentStatus,
      source_name: order.sourceName,
      tags: order.tags.join(", "),
      test: order.test,
      total_price_set: order.totalPriceSet,
      current_total_price: order.currentTotalPriceSet,
      total_outstanding: order.totalOutstandingSet,
      taxes_included: order.taxesIncluded,
      created_at: order.createdAt,
      processed_at: order.processedAt,
      updated_at: order.updatedAt,
      cancelled_at: order.cancelledAt,
      customer: order.customer,
      fulfillments: order.fulfillments.map(({ status: outcome, createdAt }) => ({
        status: outcome,
        created_at: createdAt,
      })),
    },
  }));

export type OrderNode = z.output<typeof orderNode>;
export type LineNode = z.output<typeof lineNode>;
export type ShippingNode = z.output<typeof shippingNode>;

/** A refund without its lines in the words of the webhooks. */
export const refundFields = z
  .object({
    id: globalId,
    createdAt: z.string(),
    refundShippingLines: z.object({
      nodes: z.array(z.object({ subtotalAmountSet: moneySet, taxAmountSet: moneySet.nullable() })),
    }),
    orderAdjustments: z.object({
      nodes: z.array(z.object({ amountSet: moneySet, taxAmountSet: moneySet })),
    }),
    transactions: z.object({
      nodes: z.array(
        z.object({
          id: globalId,
          kind: z.string(),
          status: z.string(),
          gateway: z.string().nullable(),
          amountSet: moneySet,
        }),
      ),
    }),
  })
  .transform((refund) => ({
    id: refund.id,
    created_at: refund.createdAt,
    refund_shipping_lines: refund.refundShippingLines.nodes.map((line) => ({
      subtotal_amount_set: line.subtotalAmountSet,
      tax_amount_set: line.taxAmountSet,
    })),
    // Shipping is no adjustment here: it stands in lines of its own.
    order_adjustments: refund.orderAdjustments.nodes.map((adjustment) => ({
      kind: "refund_discrepancy",
      amount_set: adjustment.amountSet,
      tax_amount_set: adjustment.taxAmountSet,
    })),
    transactions: refund.transactions.nodes.map(({ amountSet, ...transaction }) => ({
      ...transaction,
      kind: transaction.kind.toLowerCase(),
      status: transaction.status.toLowerCase(),
      // Webhooks tell transactions in the currency that the shopper paid.
      amount: amountSet.presentment_money.amount,
      currency: amountSet.presentment_money.currency_code,
    })),
  }));

/** A refund with its lines in the words of the webhooks. */
export interface RefundNode extends z.output<typeof refundFields> {
  readonly refund_line_items: readonly z.output<typeof refundLineNode>[];
}

/** Reads a whole order with the same schema as a webhook's body, so that both ways end in the same facts. */
export function toReadOrder(
  { body, tipTotal }: OrderNode,
  { lines, shipping }: { readonly lines: readonly LineNode[]; readonly shipping: readonly ShippingNode[] },
  refunds: readonly RefundNode[],
): ReadOrder {
  const tipIds = tipTotal > 0 ? tipsAmong(lines, tipTotal) : [];
  const line_items = lines.map((line) => (tipIds.includes(line.id) ? { ...line, tip: {} } : line));
  const order = { ...body, line_items, shipping_lines: shipping, refunds };
  return { orderId: body.id, told: readValue(orderPayload, order) };
}

/** Checkout's name for a tip in English; it may have another one in the shopper's language. */
const TIP_TITLE = "Tip";

/**
 * GraphQL marks no line as a tip and tells only what was given in all. Tips are lines without a product for which
 * nothing is sent: those of checkout's own name, or else the one that costs what was given.
 */
function tipsAmong(lines: readonly LineNode[], tipTotal: number): string[] {
  const candidates = lines.filter((line) => line.product_id === null && !line.requires_shipping);
  const named = candidates.filter(({ title }) => title === TIP_TITLE);
  const priced = candidates.findLast(({ price, quantity }) => Number(price) * quantity === tipTotal);
  return (named.length > 0 ? named : priced ? [priced] : []).map(({ id }) => id);
}

/** Reads a customer with the same schema as a webhook's body. */
export function toReadCustomer(customer: z.output<typeof customerNode>): ReadCustomer {
  return {
    customerId: customer.id,
    updatedAt: shopifyTime.parse(customer.updated_at),
    tags: customer.tags,
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
