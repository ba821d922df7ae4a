import { returnContent, showsTotals } from "#core/sync";
import type { DeliveryPolicy, DocumentContent, DocumentOutcome } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoAnswer } from "../ports/exigo.ts";
import type { ExigoOrder, ExigoTotals } from "../ports/exigo-orders.ts";
import { converge } from "./converge.ts";
import type { Missing } from "./converge.ts";
import { exigoContent, frameOf, itemsOf, waitForItem } from "./order-content.ts";
import type { OrderContentPorts } from "./order-content.ts";
import {
  findInExigo,
  madeStep,
  nameIn,
  NOTHING_TO_DO,
  openOrderStep,
  severalOf,
  withoutOrder,
} from "./order-step.ts";
import type { OrderStep } from "./order-step.ts";

/** Exigo's order type of a return. */
const RETURN_ORDER = 8;

/**
 * Makes the return of a refund, once: an order of its own with negative quantities that names the order it is of. A
 * cancelled order's refunds are covered by its cancellation, and need none.
 */
export async function deliverExigoReturn(
  ports: OrderContentPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const order = await openOrderStep(ports, step, policy);
  if ("outcome" in order) return order.outcome;
  const refundId = String(step.content["refundId"]);
  const maker = madeStep(order, "exigo.order");
  const exigoOrderId = Number(maker?.remoteRef ?? 0);
  if (exigoOrderId === 0) return withoutOrder(maker);
  if (isCancelledThere(order)) return NOTHING_TO_DO;
  return converge(ports, order, async () => {
    const found = await findInExigo(ports, order, nameIn(order.settings, order.key, refundId));
    if (!found.ok) return found;
    if (found.value === null) {
      return { ok: true, value: { prepare: () => prepare(ports, order, refundId, exigoOrderId) } };
    }
    const done = "several" in found.value ? severalOf(found.value) : made(order, found.value);
    return { ok: true, value: { done } };
  });
}

/** The step of the cancellation found or made it cancelled. */
function isCancelledThere({ lane }: OrderStep): boolean {
  return lane.some(
    ({ kind, content, remoteRef }) =>
      kind === "exigo.order_status" && content["target"] === "canceled" && remoteRef !== null,
  );
}

async function prepare(
  ports: OrderContentPorts,
  order: OrderStep,
  refundId: string,
  exigoOrderId: number,
): Promise<ExigoAnswer<Missing>> {
  const { facts, known, settings, connection, key } = order;
  const { refunds } = known.snapshot;
  const content = returnContent({ facts, refunds, refundId }, await itemsOf(ports, order), settings);
  if (!content.ok) return { ok: true, value: { done: waitForItem(content) } };
  const { content: toReturn } = content;
  if (toReturn === null) return { ok: true, value: { done: NOTHING_TO_DO } };
  const frame = await frameOf(ports, order);
  if (!frame.ok) return frame;
  if (!frame.value.ok) return { ok: true, value: { done: frame.value.done } };
  const toWrite = exigoContent(order, frame.value.value, toReturn, {
    name: nameIn(settings, key, refundId),
    orderType: RETURN_ORDER,
    orderStatus: settings.returnStatus,
    orderDate: refunds.find((refund) => refund.refundId === refundId)?.createdAt ?? facts.updatedAt,
    returnOrderId: exigoOrderId,
    notes: `Refund of Shopify ${facts.name}`,
  });
  const write = async () => {
    const answer = await ports.exigo.createOrder(connection, toWrite);
    return answer.ok ? { ok: true as const, value: made(order, answer.value, toReturn) } : answer;
  };
  return { ok: true, value: { write } };
}

function made(
  { facts }: OrderStep,
  shown: Pick<ExigoOrder, "exigoOrderId"> & ExigoTotals,
  content: DocumentContent | null = null,
): DocumentOutcome & { readonly state: "confirmed" } {
  const totalsAreRight = content !== null && showsTotals(shown, content.totals, facts.currencyScale);
  return { state: "confirmed", remoteRef: String(shown.exigoOrderId), result: { totalsAreRight } };
}
