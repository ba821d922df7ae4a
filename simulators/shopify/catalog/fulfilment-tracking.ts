import type { ApiContext } from "../admin-api/context.ts";
import { requireScope } from "../admin-api/context.ts";
import { fulfilmentView } from "../admin-api/order-view.ts";
import { emitOrder, touchOrder } from "../operations/orders.ts";
import { fulfilmentPayload } from "../payloads/order-payload.ts";
import { parseGlobalId } from "../state/metafields.ts";

type UpdateArgs = {
  fulfillmentId: string;
  notifyCustomer?: boolean | null;
  trackingInfoInput: { company?: string | null; number?: string | null; numbers?: string[] | null };
};

/** fulfillmentTrackingInfoUpdate: other numbers for a package that was sent; twice is once, but for the mail. */
export function fulfillmentTrackingInfoUpdate(context: ApiContext, args: UpdateArgs): object {
  requireScope(context, "write_merchant_managed_fulfillment_orders", "fulfillmentTrackingInfoUpdate");
  const { store, shop, emit } = context;
  const id = parseGlobalId(args.fulfillmentId)?.id;
  const order = Object.values(store.state.orders).find(
    (each) => each.shop === shop.domain && each.fulfilments.some((fulfilment) => fulfilment.id === id),
  );
  const fulfilment = order?.fulfilments.find((each) => each.id === id);
  if (!order || !fulfilment)
    return {
      fulfillment: null,
      userErrors: [{ field: ["fulfillmentId"], message: "Fulfillment does not exist." }],
    };
  const { company, number, numbers } = args.trackingInfoInput;
  const told = numbers ?? (number ? [number] : []);
  fulfilment.trackingNumbers = told;
  fulfilment.trackingNumber = told[0] ?? null;
  if (company !== undefined) fulfilment.trackingCompany = company;
  if (args.notifyCustomer) fulfilment.customerNotified = true;
  touchOrder({ store, emit }, order);
  emit({
    shop: order.shop,
    topic: "fulfillments/update",
    payload: fulfilmentPayload(store, order, fulfilment),
  });
  emitOrder({ store, emit }, order, "orders/updated");
  return { fulfillment: fulfilmentView(context, fulfilment, order), userErrors: [] };
}
