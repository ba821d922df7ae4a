import { paidOf } from "#core/sync";
import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";
import { parseDecimal } from "#core/units";

import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoOrder, ExigoPaymentContent } from "../ports/exigo-orders.ts";
import { amountOf, convergeMade, missingWrite, NOTHING_TO_DO, openOrderStep } from "./order-step.ts";
import type { OrderStep, OrderStepPorts } from "./order-step.ts";

/** Ours are told from others by it. */
const CODE = "HC-";

/**
 * Records in Exigo the money that Shopify took and Exigo does not have yet. What it has stands in the order itself, so
 * a payment whose answer was lost is found there by its code.
 */
export async function deliverExigoPayment(
  ports: OrderStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const order = await openOrderStep(ports, step, policy);
  if ("outcome" in order) return order.outcome;
  return convergeMade(ports, order, { kind: "exigo.order" }, (shown) => {
    const owedMinor = paidOf(order.facts) - recordedMinor(order, shown);
    // What is recorded already is not taken out again: money that went back is a return.
    if (owedMinor <= 0) return { done: NOTHING_TO_DO };
    const payment = paymentContent(order, owedMinor);
    const send = () => ports.exigo.createPayment(order.connection, shown.exigoOrderId, payment);
    return missingWrite(send, ({ exigoPaymentId }) => exigoPaymentId);
  });
}

/** Money that Exigo has of ours on this order or return, in minor units; below zero: it went back. */
export function recordedMinor({ facts }: OrderStep, { payments }: ExigoOrder): number {
  return payments
    .filter(({ authorizationCode }) => authorizationCode.startsWith(CODE))
    .reduce((sum, { amount }) => sum + (parseDecimal(amount, facts.currencyScale) ?? 0), 0);
}

/** A payment of the order as it is written; the code names the step. */
export function paymentContent(order: OrderStep, amountMinor: number): ExigoPaymentContent {
  const { step, facts, settings } = order;
  return {
    amount: amountOf(order, amountMinor),
    paidAt: facts.updatedAt,
    paymentType: settings.paymentType,
    authorizationCode: `${CODE}${step.id}`,
    memo: `Shopify ${facts.name}`,
  };
}
