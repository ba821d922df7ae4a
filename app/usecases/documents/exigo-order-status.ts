import { judgeOrderStatus } from "#core/sync";
import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import { convergeMade, missingWrite, NOTHING_TO_DO, openOrderStep } from "./order-step.ts";
import type { OrderStep, OrderStepPorts } from "./order-step.ts";

/** Accepts in Exigo an order that was paid, cancels one that was cancelled; never turns back what Exigo did since. */
export async function deliverExigoOrderStatus(
  ports: OrderStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const order = await openOrderStep(ports, step, policy);
  if ("outcome" in order) return order.outcome;
  return convergeMade(ports, order, { kind: "exigo.order" }, ({ exigoOrderId, orderStatus }) => {
    const verdict = judgeOrderStatus({
      target: step.content["target"] === "canceled" ? "canceled" : "accepted",
      shown: orderStatus,
      paidStatus: order.settings.paidStatus,
      isCancelled: order.facts.cancelledAt !== null,
      hasReturns: order.lane.some(({ kind, remoteRef }) => kind === "exigo.return" && remoteRef !== null),
      allIsReturned: order.facts.lines.every((line) => unitsLeft(order, line) === 0),
    });
    if (verdict.action === "nothing") return { done: NOTHING_TO_DO };
    if (verdict.action === "has_it") return { done: { state: "confirmed", remoteRef: String(exigoOrderId) } };
    if (verdict.action === "person") return { done: { state: "needs_review", error: verdict.reason } };
    const send = () => ports.exigo.changeOrderStatus(order.connection, exigoOrderId, verdict.status);
    return missingWrite(send, () => exigoOrderId);
  });
}

function unitsLeft({ known }: OrderStep, { lineId, quantity }: OrderStep["facts"]["lines"][number]): number {
  const returned = known.snapshot.refunds
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.lineId === lineId ? line.quantity : 0), 0);
  return Math.max(0, quantity - returned);
}
