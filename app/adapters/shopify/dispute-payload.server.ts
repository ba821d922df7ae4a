import { z } from "zod";

import { currencyScale, parseDecimal } from "#core/units";
import type { ToldDispute } from "#usecases/ports/webhook-payloads";

import { decimalText, shopifyId, shopifyTime } from "./payload-fields.server.ts";

/** A day, or a time with its offset. */
const dayOrTime = z.union([shopifyTime, z.iso.date().transform((day) => `${day}T00:00:00.000Z`)], {
  error: "is no time",
});

/** The body of disputes/create and disputes/update. */
export const disputePayload = z
  .object({
    id: shopifyId,
    order_id: shopifyId.nullish(),
    type: z.string({ error: "is no type" }),
    status: z.string({ error: "is no status" }),
    amount: decimalText,
    currency: z.string({ error: "is no currency" }),
    initiated_at: dayOrTime,
    finalized_on: dayOrTime.nullish(),
  })
  .transform((dispute, context): ToldDispute => {
    const amountMinor = parseDecimal(dispute.amount, currencyScale(dispute.currency));
    if (amountMinor === null) {
      context.addIssue({ code: "custom", path: ["amount"], message: `is no amount of ${dispute.currency}` });
    }
    return {
      orderId: dispute.order_id ?? null,
      dispute: {
        disputeId: dispute.id,
        type: dispute.type,
        status: dispute.status,
        currency: dispute.currency,
        amountMinor: amountMinor ?? 0,
        initiatedAt: dispute.initiated_at,
        finalizedAt: dispute.finalized_on ?? null,
      },
    };
  });
