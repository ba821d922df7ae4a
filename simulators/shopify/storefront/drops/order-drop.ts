import {
  currentTotals,
  fulfilmentStatusOf,
  refundedMoney,
  totalsBeforeReturns,
} from "../../state/order-figures.ts";
import type { Order } from "../../state/types.ts";

const paymentWords: Record<Order["financialStatus"], string> = {
  pending: "Payment pending",
  authorized: "Payment authorized",
  paid: "Paid",
  partially_paid: "Partly paid",
  partially_refunded: "Partly refunded",
  refunded: "Refunded",
  voided: "Voided",
};

/** The `order` object of Liquid; amounts in minor units of the shop's currency. */
export function orderDrop(order: Order, base: string): Record<string, unknown> {
  const totals = totalsBeforeReturns(order);
  return {
    name: order.name,
    order_url: `${base}/orders/${order.token}`,
    created_at: order.createdAt,
    email: order.email,
    cancelled: order.cancelledAt !== null,
    financial_status: order.financialStatus,
    financial_status_label: paymentWords[order.financialStatus],
    fulfillment_status_label: { fulfilled: "Fulfilled", partial: "Partly fulfilled", none: "Not yet sent" }[
      fulfilmentStatusOf(order) ?? "none"
    ],
    line_items: order.lines.map((line) => ({
      title: line.title,
      variant_title: line.variantTitle === "Default Title" ? null : line.variantTitle,
      quantity: line.quantity,
      final_line_price: line.unitPrice.shopMinor * line.quantity - line.discount.shopMinor,
    })),
    subtotal_price: totals.subtotal.shopMinor,
    shipping_price: totals.shipping.shopMinor,
    has_shipping: order.shippingLine !== null,
    tax_price: totals.tax.shopMinor,
    taxes_included: order.taxesIncluded,
    total_price: totals.total.shopMinor,
    refunded_price: refundedMoney(order).shopMinor,
    current_total_price: currentTotals(order).total.shopMinor,
  };
}
