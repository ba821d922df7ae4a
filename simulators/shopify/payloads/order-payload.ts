import { addressPayload } from "../state/addresses.ts";
import { globalId } from "../state/metafields.ts";
import { formatMinor } from "../state/money.ts";
import {
  currentTotals,
  fulfilmentStatusOf,
  outstandingMoney,
  tipsOf,
  totalsBeforeReturns,
} from "../state/order-figures.ts";
import type { Store } from "../state/store.ts";
import type { Fulfilment, Order } from "../state/types.ts";
import { customerPayload } from "./customer-payload.ts";
import { linePayload, taxLines } from "./line-payload.ts";
import { moneyFields, moneySet } from "./money-fields.ts";
import { refundPayload } from "./refund-payload.ts";
import { inShopZone } from "./shop-time.ts";

function discountFields(order: Order): object {
  if (!order.discount) return { discount_codes: [], discount_applications: [] };
  const { code, amount, percent } = order.discount;
  const amountText = formatMinor(amount.shopMinor, order.currency);
  const type = percent === null ? "fixed_amount" : "percentage";
  return {
    discount_codes: [{ code, amount: amountText, type }],
    discount_applications: [
      {
        type: "discount_code",
        code,
        value: percent === null ? amountText : percent.toFixed(1),
        value_type: type,
        allocation_method: "across",
        target_selection: "all",
        target_type: "line_item",
      },
    ],
  };
}

function amountFields(order: Order): object {
  const before = totalsBeforeReturns(order);
  const current = currentTotals(order);
  return {
    ...moneyFields(order, "total_line_items_price", before.lines),
    ...moneyFields(order, "total_discounts", before.discounts),
    ...moneyFields(order, "subtotal_price", before.subtotal),
    ...moneyFields(order, "total_tax", before.tax),
    ...moneyFields(order, "total_price", before.total),
    ...moneyFields(order, "current_total_discounts", current.discounts),
    ...moneyFields(order, "current_subtotal_price", current.subtotal),
    ...moneyFields(order, "current_total_tax", current.tax),
    ...moneyFields(order, "current_total_price", current.total),
    total_shipping_price_set: moneySet(order, before.shipping),
    current_shipping_price_set: moneySet(order, current.shipping),
    total_tip_received: formatMinor(tipsOf(order).shopMinor, order.currency),
    total_outstanding: formatMinor(outstandingMoney(order).shopMinor, order.currency),
    tax_lines: taxLines(order, before.tax),
  };
}

function shippingLines(order: Order): object[] {
  if (!order.shippingLine) return [];
  const { id, title, price } = order.shippingLine;
  const fields = { ...moneyFields(order, "price", price), ...moneyFields(order, "discounted_price", price) };
  return [{ id, title, code: title, source: "shopify", ...fields, tax_lines: [], discount_allocations: [] }];
}

/** One of the order's `fulfillments` and the body of fulfillments/create. */
export function fulfilmentPayload(store: Store, order: Order, fulfilment: Fulfilment): object {
  const at = inShopZone(store, order.shop, fulfilment.createdAt);
  return {
    id: fulfilment.id,
    admin_graphql_api_id: globalId("Fulfillment", fulfilment.id),
    order_id: order.id,
    status: fulfilment.status,
    created_at: at,
    updated_at: at,
    location_id: fulfilment.locationId ?? store.shop(order.shop)?.id ?? null,
    tracking_company: fulfilment.trackingCompany,
    tracking_number: fulfilment.trackingNumber,
    tracking_numbers:
      fulfilment.trackingNumbers ?? (fulfilment.trackingNumber ? [fulfilment.trackingNumber] : []),
    line_items: fulfilment.lines.flatMap(({ lineId, quantity }) => {
      const line = order.lines.find((candidate) => candidate.id === lineId);
      return line ? [{ ...linePayload(order, line), quantity }] : [];
    }),
  };
}

/** The body of orders/create, orders/updated, orders/paid, orders/cancelled and orders/(partially_)fulfilled. */
export function orderPayload(store: Store, order: Order): object {
  const at = (iso: string | null): string | null =>
    iso === null ? null : inShopZone(store, order.shop, iso);
  const customer = order.customerId === null ? undefined : store.customer(order.shop, order.customerId);
  const shopId = store.shop(order.shop)?.id ?? 0;
  return {
    id: order.id,
    admin_graphql_api_id: globalId("Order", order.id),
    app_id: null,
    name: order.name,
    number: order.orderNumber - 1000,
    order_number: order.orderNumber,
    token: order.token,
    confirmed: true,
    test: order.test,
    email: order.email,
    contact_email: order.email,
    currency: order.currency,
    presentment_currency: order.presentmentCurrency,
    taxes_included: order.taxesIncluded,
    financial_status: order.financialStatus,
    fulfillment_status: fulfilmentStatusOf(order),
    source_name: order.sourceName,
    note: order.note,
    note_attributes: order.noteAttributes,
    tags: order.tags.join(", "),
    cancel_reason: order.cancelReason,
    cancelled_at: at(order.cancelledAt),
    closed_at: at(order.closedAt),
    created_at: at(order.createdAt),
    processed_at: at(order.processedAt),
    updated_at: at(order.updatedAt),
    order_status_url: `https://${order.shop}/${shopId}/orders/${order.token}/authenticate?key=${order.token.slice(0, 16)}`,
    payment_gateway_names: [...new Set(order.transactions.map((transaction) => transaction.gateway))],
    ...amountFields(order),
    ...discountFields(order),
    customer: customer ? customerPayload(store, customer) : null,
    line_items: order.lines.map((line) => linePayload(order, line)),
    shipping_lines: shippingLines(order),
    fulfillments: order.fulfilments.map((fulfilment) => fulfilmentPayload(store, order, fulfilment)),
    refunds: order.refunds.map((refund) => refundPayload(store, order, refund)),
    billing_address: null,
    shipping_address: addressPayload(order),
  };
}
