import { returnContent } from "#core/sync";

import { paymentContent, recordedMinor } from "./exigo-payment.ts";
import { itemsOf, waitForItem } from "./order-content.ts";
import type { OrderContentPorts } from "./order-content.ts";
import { convergeMade, missingWrite, NOTHING_TO_DO, openOrderStep } from "./order-step.ts";
import type { CarryOut } from "./types.ts";

/**
 * Records on a return the money that went back, as a payment below zero, for companies that want one. What is recorded
 * already stands in the return itself, so a payment whose answer was lost is found there by its code.
 */
export const deliverExigoReturnPayment: CarryOut<OrderContentPorts> = async (ports, step, policy) => {
  const order = await openOrderStep(ports, step, policy);
  if ("outcome" in order) return order.outcome;
  const { facts, known, settings } = order;
  // It was switched off since.
  if (!settings.refundPayments) return NOTHING_TO_DO;
  const refundId = String(step.content["refundId"]);
  const { refunds } = known.snapshot;
  const content = returnContent({ facts, refunds, refundId }, await itemsOf(ports, order), settings);
  if (!content.ok) return waitForItem(content);
  if (!content.content) return NOTHING_TO_DO;
  const { totalMinor } = content.content.totals;
  return convergeMade(ports, order, { kind: "exigo.return", refundId }, (shown) => {
    const missingMinor = totalMinor - recordedMinor(order, shown);
    if (missingMinor >= 0) return { done: NOTHING_TO_DO };
    const payment = paymentContent(order, missingMinor);
    const send = () => ports.exigo.createPayment(order.connection, shown.exigoOrderId, payment);
    return missingWrite(send, ({ exigoPaymentId }) => exigoPaymentId);
  });
};
