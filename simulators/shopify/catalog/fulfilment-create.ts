import type { ApiContext } from "../admin-api/context.ts";
import { requireScope } from "../admin-api/context.ts";
import { fulfilmentView } from "../admin-api/order-view.ts";
import { fulfilOrder } from "../operations/fulfil-order.ts";
import { parseGlobalId } from "../state/metafields.ts";
import { fulfilmentOrder } from "./fulfilment-orders.ts";
import type { FulfilmentOrder } from "./fulfilment-orders.ts";

type CreateArgs = {
  fulfillment: {
    notifyCustomer?: boolean | null;
    trackingInfo?: { company?: string | null; number?: string | null; numbers?: string[] | null } | null;
    lineItemsByFulfillmentOrder: {
      fulfillmentOrderId: string;
      fulfillmentOrderLineItems?: { id: string; quantity: number }[] | null;
    }[];
  };
};
type Units = { lineId: number; quantity: number };

/** The units asked of one fulfilment order, or the sentence with which Shopify refuses them. */
function unitsOf(
  row: FulfilmentOrder,
  wishes: { id: string; quantity: number }[] | null | undefined,
): Units[] | string {
  if (row.status === "CLOSED" || row.status === "CANCELLED")
    return `Fulfillment order ${row.id} has an unfulfillable status= ${row.status.toLowerCase()}.`;
  if (!wishes || wishes.length === 0)
    return row.lines
      .filter(({ remaining }) => remaining > 0)
      .map(({ line, remaining }) => ({ lineId: line.id, quantity: remaining }));
  const units: Units[] = [];
  for (const wish of wishes) {
    const found = row.lines.find(({ id }) => id === parseGlobalId(wish.id)?.id);
    if (!found) return "Fulfillment order line item does not exist.";
    if (wish.quantity < 1 || wish.quantity > found.remaining)
      return "Invalid fulfillment order line item quantity requested.";
    units.push({ lineId: found.line.id, quantity: wish.quantity });
  }
  return units;
}

/** fulfillmentCreate: one package of one order from one location; it knows no key, so twice is two packages. */
export function fulfillmentCreate(context: ApiContext, { fulfillment }: CreateArgs): object {
  requireScope(context, "write_merchant_managed_fulfillment_orders", "fulfillmentCreate");
  const { store, shop, emit } = context;
  const refused = (message: string): object => ({
    fulfillment: null,
    userErrors: [{ field: ["fulfillment"], message }],
  });
  const rows: FulfilmentOrder[] = [];
  const units: Units[] = [];
  for (const { fulfillmentOrderId, fulfillmentOrderLineItems } of fulfillment.lineItemsByFulfillmentOrder) {
    const row = fulfilmentOrder(store, shop.domain, parseGlobalId(fulfillmentOrderId)?.id ?? 0);
    if (!row) return refused("Fulfillment order does not exist.");
    const wanted = unitsOf(row, fulfillmentOrderLineItems);
    if (typeof wanted === "string") return refused(wanted);
    rows.push(row);
    units.push(...wanted);
  }
  const [first] = rows;
  if (!first) return refused("Line items by fulfillment order can't be blank.");
  if (rows.some(({ order }) => order.id !== first.order.id))
    return refused("All fulfillment orders must belong to the same order.");
  if (rows.some(({ locationId }) => locationId !== first.locationId))
    return refused("All fulfillment orders must be assigned to the same location.");
  const { company, number, numbers } = fulfillment.trackingInfo ?? {};
  const trackingNumbers = numbers ?? (number ? [number] : []);
  const made = fulfilOrder(
    { store, emit },
    {
      shop: shop.domain,
      orderId: first.order.id,
      lines: units,
      locationId: first.locationId,
      trackingNumbers,
      notifyCustomer: fulfillment.notifyCustomer === true,
      ...(company ? { trackingCompany: company } : {}),
    },
  );
  return { fulfillment: fulfilmentView(context, made, first.order), userErrors: [] };
}
