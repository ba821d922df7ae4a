import { z } from "zod";

import type { OrderRefund } from "#core/earning";
import type { ToldRefund } from "#usecases/ports/webhook-payloads";

import { shopifyId, shopifyTime, units } from "./payload-fields.server.ts";

const refundFields = z.object({
  id: shopifyId,
  created_at: shopifyTime,
  refund_line_items: z.array(z.object({ line_item_id: shopifyId, quantity: units })).nullish(),
});

/**
 * One of an order's `refunds`. The units count, not the money beside them: Shopify writes a refund line's subtotal as
 * a JSON number, and a price that changed since must not change what is taken back.
 */
export const refundOfOrder = refundFields.transform(toRefund);

/** The body of refunds/create. */
export const refundPayload = refundFields
  .extend({ order_id: shopifyId })
  .transform((payload): ToldRefund => ({ orderId: payload.order_id, refund: toRefund(payload) }));

/** A line that was restocked to two places stands in the payload twice; its units are one line of ours. */
function toRefund(payload: z.output<typeof refundFields>): OrderRefund {
  const quantities = new Map<string, number>();
  for (const line of payload.refund_line_items ?? []) {
    quantities.set(line.line_item_id, (quantities.get(line.line_item_id) ?? 0) + line.quantity);
  }
  return {
    refundId: payload.id,
    createdAt: payload.created_at,
    lines: [...quantities].map(([lineId, quantity]) => ({ lineId, quantity })),
  };
}
