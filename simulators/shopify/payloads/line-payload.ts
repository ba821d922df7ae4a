import { globalId } from "../state/metafields.ts";
import { fulfillableUnits } from "../state/order-figures.ts";
import type { Money, Order, OrderLine } from "../state/types.ts";
import { formatMinor } from "../state/money.ts";
import { moneyFields, moneySet } from "./money-fields.ts";

/** `tax_lines` of a line or of the order; empty when no tax is charged. */
export function taxLines(order: Order, tax: Money): object[] {
  if (tax.shopMinor === 0) return [];
  return [
    {
      title: order.taxesIncluded ? "VAT" : "Sales tax",
      rate: order.taxRateBps / 10_000,
      channel_liable: false,
      ...moneyFields(order, "price", tax),
    },
  ];
}

function discountAllocations(order: Order, line: OrderLine): object[] {
  if (line.discount.shopMinor === 0) return [];
  return [
    {
      amount: formatMinor(line.discount.shopMinor, order.currency),
      amount_set: moneySet(order, line.discount),
      discount_application_index: 0,
    },
  ];
}

/** One of the order's `line_items`. A code on the whole order is in `discount_allocations`, not in `total_discount`. */
export function linePayload(order: Order, line: OrderLine): object {
  const left = fulfillableUnits(line);
  return {
    id: line.id,
    admin_graphql_api_id: globalId("LineItem", line.id),
    product_id: line.productId,
    product_exists: line.productId !== null,
    variant_id: line.variantId,
    title: line.title,
    variant_title: line.variantTitle === "Default Title" ? null : line.variantTitle,
    name:
      line.variantTitle && line.variantTitle !== "Default Title"
        ? `${line.title} - ${line.variantTitle}`
        : line.title,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    fulfillable_quantity: left,
    fulfillment_service: "manual",
    fulfillment_status: line.fulfilledQuantity === 0 ? null : left === 0 ? "fulfilled" : "partial",
    gift_card: line.giftCard,
    grams: 0,
    requires_shipping: line.requiresShipping,
    taxable: line.taxable,
    properties: line.properties,
    ...(line.tip ? { tip: { payment_gateway: "bogus", payment_method: "Visa" } } : {}),
    ...(line.sellingPlan ? { selling_plan_allocation: { selling_plan: { name: line.sellingPlan } } } : {}),
    ...moneyFields(order, "price", line.unitPrice),
    ...moneyFields(order, "total_discount", { shopMinor: 0, presentmentMinor: 0 }),
    discount_allocations: discountAllocations(order, line),
    tax_lines: taxLines(order, line.tax),
    duties: [],
  };
}
