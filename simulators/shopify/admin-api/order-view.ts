import { mailingAddress } from "../state/addresses.ts";
import { globalId } from "../state/metafields.ts";
import { addMoney, portionOfMoney, subtractMoney, timesMoney, zeroMoney } from "../state/money.ts";
import {
  currentTotals,
  fulfillableUnits,
  fulfilmentStatusOf,
  netOfUnits,
  outstandingMoney,
  paidMoney,
  refundedMoney,
  refundedShipping,
  totalsBeforeReturns,
  tipsOf,
} from "../state/order-figures.ts";
import type { Fulfilment, Money, Order, OrderLine, ShippingLine, Transaction } from "../state/types.ts";
import { fulfilmentOrdersField } from "../catalog/fulfilment-view.ts";
import { agreementsField } from "./agreement-view.ts";
import { connectionOf } from "./connection.ts";
import type { PageArgs } from "./connection.ts";
import type { ApiContext } from "./context.ts";
import { metafieldFields } from "./metafield-view.ts";
import { moneyBag } from "./money-view.ts";
import { nodeView } from "./node-view.ts";
import { refundView } from "./refund-view.ts";

/** A tax line list of the schema; empty without tax. */
function taxLineViews(order: Order, tax: Money): object[] {
  if (tax.shopMinor === 0) return [];
  const title = order.taxesIncluded ? "VAT" : "Sales tax";
  return [
    {
      title,
      rate: order.taxRateBps / 10_000,
      ratePercentage: order.taxRateBps / 100,
      priceSet: moneyBag(order, tax),
    },
  ];
}

/** A LineItem as the schema describes it. */
export function lineView(context: ApiContext, order: Order, line: OrderLine): object {
  const bag = (money: Money): object => moneyBag(order, money);
  const gross = timesMoney(line.unitPrice, line.quantity);
  const hasVariantTitle = line.variantTitle !== null && line.variantTitle !== "Default Title";
  return {
    __typename: "LineItem",
    id: globalId("LineItem", line.id),
    title: line.title,
    name: hasVariantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    variantTitle: hasVariantTitle ? line.variantTitle : null,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    refundableQuantity: line.currentQuantity,
    unfulfilledQuantity: fulfillableUnits(line),
    isGiftCard: line.giftCard,
    taxable: line.taxable,
    requiresShipping: line.requiresShipping,
    customAttributes: line.properties.map(({ name, value }) => ({ key: name, value })),
    sellingPlan: line.sellingPlan ? { name: line.sellingPlan } : null,
    product: () => (line.productId === null ? null : nodeView(context, globalId("Product", line.productId))),
    variant: () =>
      line.variantId === null ? null : nodeView(context, globalId("ProductVariant", line.variantId)),
    originalUnitPriceSet: bag(line.unitPrice),
    originalTotalSet: bag(gross),
    // A code on the whole order counts only when it is asked for, as in Shopify.
    discountedTotalSet: (args: { withCodeDiscounts: boolean }) =>
      bag(args.withCodeDiscounts ? netOfUnits(line, line.quantity) : gross),
    discountedUnitPriceAfterAllDiscountsSet: bag(
      portionOfMoney(netOfUnits(line, line.quantity), 1, line.quantity),
    ),
    totalDiscountSet: bag(zeroMoney),
    discountAllocations: line.discount.shopMinor === 0 ? [] : [{ allocatedAmountSet: bag(line.discount) }],
    taxLines: taxLineViews(order, line.tax),
  };
}

/** A ShippingLine as the schema describes it. */
function shippingView(order: Order, line: ShippingLine): object {
  return {
    __typename: "ShippingLine",
    id: globalId("ShippingLine", line.id),
    title: line.title,
    code: line.title,
    isRemoved: false,
    originalPriceSet: moneyBag(order, line.price),
    discountedPriceSet: moneyBag(order, line.price),
    discountAllocations: [],
    taxLines: [],
  };
}

/** An OrderTransaction as the schema describes it. */
export function transactionView(order: Order, transaction: Transaction): object {
  return {
    __typename: "OrderTransaction",
    id: globalId("OrderTransaction", transaction.id),
    kind: transaction.kind.toUpperCase(),
    status: transaction.status.toUpperCase(),
    gateway: transaction.gateway,
    test: order.test,
    createdAt: transaction.createdAt,
    processedAt: transaction.createdAt,
    amountSet: moneyBag(order, transaction.amount),
    parentTransaction: () => {
      const parent = order.transactions.find((candidate) => candidate.id === transaction.parentId);
      return parent ? transactionView(order, parent) : null;
    },
  };
}

/** A Fulfillment as the schema describes it. */
export function fulfilmentView(context: ApiContext, fulfilment: Fulfilment, order: Order): object {
  const index = order.fulfilments.indexOf(fulfilment);
  const numbers =
    fulfilment.trackingNumbers ?? (fulfilment.trackingNumber ? [fulfilment.trackingNumber] : []);
  return {
    __typename: "Fulfillment",
    id: globalId("Fulfillment", fulfilment.id),
    legacyResourceId: String(fulfilment.id),
    name: `${order.name}-F${index + 1}`,
    status: fulfilment.status.toUpperCase(),
    createdAt: fulfilment.createdAt,
    updatedAt: fulfilment.createdAt,
    totalQuantity: fulfilment.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    trackingInfo: (args: { first?: number | null }) =>
      numbers
        .slice(0, args.first ?? undefined)
        .map((number) => ({ company: fulfilment.trackingCompany, number })),
    fulfillmentLineItems: (args: PageArgs) =>
      connectionOf(fulfilment.lines, args, {
        key: ({ lineId }) => String(lineId),
        node: ({ lineId, quantity }) => {
          const line = order.lines.find(({ id }) => id === lineId);
          return {
            id: globalId("FulfillmentLineItem", lineId),
            quantity,
            lineItem: line ? lineView(context, order, line) : null,
          };
        },
      }),
  };
}

function amountFields(order: Order): object {
  const bag = (money: Money): object => moneyBag(order, money);
  const before = totalsBeforeReturns(order);
  const current = currentTotals(order);
  const received = paidMoney(order);
  const refunded = refundedMoney(order);
  const outstanding = outstandingMoney(order);
  return {
    originalTotalPriceSet: bag(order.originalTotal),
    subtotalPriceSet: bag(before.subtotal),
    totalPriceSet: bag(before.total),
    totalTaxSet: bag(before.tax),
    totalDiscountsSet: bag(before.discounts),
    totalShippingPriceSet: bag(before.shipping),
    totalReceivedSet: bag(received),
    totalRefundedSet: bag(refunded),
    totalRefundedShippingSet: bag(refundedShipping(order)),
    totalOutstandingSet: bag(outstanding),
    netPaymentSet: bag(subtractMoney(received, refunded)),
    currentSubtotalPriceSet: bag(current.subtotal),
    currentTotalPriceSet: bag(current.total),
    currentTotalTaxSet: bag(current.tax),
    currentTotalDiscountsSet: bag(current.discounts),
    currentShippingPriceSet: bag(current.shipping),
  };
}

function statusFields(order: Order): object {
  const fulfilment = fulfilmentStatusOf(order);
  const paid = addMoney(paidMoney(order)).shopMinor > 0 || order.financialStatus === "paid";
  return {
    displayFinancialStatus: order.financialStatus.toUpperCase(),
    displayFulfillmentStatus:
      fulfilment === "fulfilled"
        ? "FULFILLED"
        : fulfilment === "partial"
          ? "PARTIALLY_FULFILLED"
          : "UNFULFILLED",
    fullyPaid: paid && outstandingMoney(order).shopMinor <= 0,
    unpaid: !paid,
    edited:
      order.editedAt !== undefined ||
      order.lines.some((line) => line.addedByEdit) ||
      order.refunds.some((refund) => refund.discrepancy.shopMinor > 0),
    closed: order.closedAt !== null,
    confirmed: true,
    cancelReason: order.cancelReason?.toUpperCase() ?? null,
  };
}

/** Which order of its customer it is, from 1; test orders are not counted, and guests have none. */
function orderIndex({ store }: ApiContext, order: Order): number | null {
  if (order.customerId === null || order.test) return null;
  const earlier = store
    .ordersOf(order.shop)
    .filter(({ customerId, test }) => customerId === order.customerId && !test)
    .filter(({ id }) => id < order.id);
  return earlier.length + 1;
}

/** An Order as the schema describes it. */
export function orderView(context: ApiContext, order: Order): object {
  const gid = globalId("Order", order.id);
  return {
    __typename: "Order",
    id: gid,
    legacyResourceId: String(order.id),
    name: order.name,
    number: order.orderNumber,
    email: order.email,
    phone: null,
    shippingAddress: mailingAddress(order),
    billingAddress: null,
    note: order.note,
    tags: order.tags,
    test: order.test,
    sourceName: order.sourceName,
    discountCode: order.discount?.code ?? null,
    discountCodes: order.discount ? [order.discount.code] : [],
    statusPageUrl: `https://${order.shop}/${context.shop.id}/orders/${order.token}/authenticate`,
    taxesIncluded: order.taxesIncluded,
    currencyCode: order.currency,
    presentmentCurrencyCode: order.presentmentCurrency,
    createdAt: order.createdAt,
    processedAt: order.processedAt,
    updatedAt: order.updatedAt,
    cancelledAt: order.cancelledAt,
    closedAt: order.closedAt,
    customAttributes: order.noteAttributes.map(({ name, value }) => ({ key: name, value })),
    paymentGatewayNames: [...new Set(order.transactions.map((transaction) => transaction.gateway))],
    customer: () =>
      order.customerId === null ? null : nodeView(context, globalId("Customer", order.customerId)),
    ...amountFields(order),
    ...statusFields(order),
    customerJourneySummary: { customerOrderIndex: orderIndex(context, order) },
    lineItems: (args: PageArgs) =>
      connectionOf(order.lines, args, {
        key: (line) => String(line.id),
        node: (line) => lineView(context, order, line),
      }),
    totalTipReceivedSet: moneyBag(order, tipsOf(order)),
    shippingLines: (args: PageArgs) =>
      connectionOf(order.shippingLine ? [order.shippingLine] : [], args, {
        key: (line) => String(line.id),
        node: (line) => shippingView(order, line),
      }),
    shippingLine: order.shippingLine && {
      title: order.shippingLine.title,
      code: order.shippingLine.title,
      originalPriceSet: moneyBag(order, order.shippingLine.price),
      discountedPriceSet: moneyBag(order, order.shippingLine.price),
    },
    refunds: (args: { first?: number | null }) =>
      order.refunds.slice(0, args.first ?? undefined).map((refund) => refundView(context, order, refund)),
    agreements: agreementsField(order),
    transactions: (args: { first?: number | null }) =>
      [...order.transactions, ...order.refunds.flatMap((refund) => refund.transactions)]
        .slice(0, args.first ?? undefined)
        .map((transaction) => transactionView(order, transaction)),
    fulfillments: (args: { first?: number | null }) =>
      order.fulfilments
        .map((fulfilment) => fulfilmentView(context, fulfilment, order))
        .slice(0, args.first ?? undefined),
    fulfillmentOrders: fulfilmentOrdersField(context, order),
    ...metafieldFields(context, gid, nodeView),
  };
}
