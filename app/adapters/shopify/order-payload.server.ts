import { z } from "zod";

import type { OrderLine } from "#core/earning";
import { currencyScale } from "#core/units";
import type { ToldOrder } from "#usecases/ports/webhook-payloads";

import { customerPayload } from "./customer-payload.server.ts";
import { linePayload, readLineNet } from "./line-payload.server.ts";
import { optionalText, shopifyId, shopifyTime } from "./payload-fields.server.ts";
import { refundOfOrder } from "./refund-payload.server.ts";

/** How a line without a product is called. */
const CUSTOM_ITEM = "Custom item";

/**
 * The body of orders/create, updated, paid and cancelled. All amounts beside a `_set` are in the shop's currency,
 * which `currency` names.
 */
export const orderPayload = z
  .object({
    id: shopifyId,
    name: optionalText,
    currency: z.string({ error: "is no currency" }).regex(/^[A-Z]{3}$/, "is no currency"),
    financial_status: optionalText,
    taxes_included: z.boolean().nullish(),
    created_at: shopifyTime,
    processed_at: shopifyTime.nullish(),
    updated_at: shopifyTime,
    cancelled_at: shopifyTime.nullish(),
    customer: customerPayload.nullish(),
    line_items: z.array(linePayload),
    refunds: z.array(refundOfOrder).nullish(),
  })
  .transform((order, context): ToldOrder => {
    const scale = currencyScale(order.currency);
    const lines = order.line_items.map((line, index): OrderLine => {
      const net = readLineNet(line, { scale, taxesIncluded: order.taxes_included ?? false });
      if (!net.ok) {
        const path = ["line_items", index, ...net.path];
        context.addIssue({ code: "custom", path, message: `is no amount of ${order.currency}` });
      }
      return {
        lineId: line.id,
        // What staff write on a custom item may name people, and it would stay in the ledger's traces for good.
        title: line.product_id ? (line.title ?? "") : CUSTOM_ITEM,
        quantity: line.quantity,
        currentQuantity: line.current_quantity ?? line.quantity,
        netMinor: net.ok ? net.netMinor : 0,
      };
    });
    return {
      orderId: order.id,
      customer: order.customer ?? null,
      news: {
        facts: {
          orderId: order.id,
          name: order.name ?? `#${order.id}`,
          customerId: order.customer?.customerId ?? null,
          currency: order.currency,
          currencyScale: scale,
          // Shopify leaves the status out while no payment was tried.
          financialStatus: order.financial_status ?? "pending",
          placedAt: order.processed_at ?? order.created_at,
          updatedAt: order.updated_at,
          cancelledAt: order.cancelled_at ?? null,
          lines,
        },
        refunds: order.refunds ?? [],
      },
    };
  });
