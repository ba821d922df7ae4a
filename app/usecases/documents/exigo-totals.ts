import { orderContent, returnContent, showsTotals } from "#core/sync";
import type { ContentResult, DeliveryPolicy, DocumentContent, DocumentOutcome } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import { itemsOf, waitForItem } from "./order-content.ts";
import type { OrderContentPorts } from "./order-content.ts";
import {
  amountOf,
  convergeMade,
  madeStep,
  missingWrite,
  NOTHING_TO_DO,
  openOrderStep,
} from "./order-step.ts";
import type { OrderStep } from "./order-step.ts";

/**
 * Sees to it that Exigo shows Shopify's totals: it calculates them itself when an order or a return is made, and where
 * it came to another cent its columns are set. Carries out `exigo.order_totals` and `exigo.return_totals`.
 */
export async function deliverExigoTotals(
  ports: OrderContentPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const order = await openOrderStep(ports, step, policy);
  if ("outcome" in order) return order.outcome;
  const what = subjectOf(step);
  const maker = madeStep(order, what.kind, what.refundId);
  if (wereRight(order, maker)) return NOTHING_TO_DO;
  const content = await contentOf(ports, order, what.refundId);
  if (!content.ok) return waitForItem(content);
  if (!content.content) return NOTHING_TO_DO;
  const { totals } = content.content;
  return convergeMade(ports, order, what, (shown) => {
    if (showsTotals(shown, totals, order.facts.currencyScale)) return { done: NOTHING_TO_DO };
    const { exigoOrderId } = shown;
    const send = () =>
      ports.exigo.setOrderTotals(order.connection, exigoOrderId, {
        total: amountOf(order, totals.totalMinor),
        subTotal: amountOf(order, totals.subTotalMinor),
        tax: amountOf(order, totals.taxMinor),
        shipping: amountOf(order, totals.shippingMinor),
      });
    return missingWrite(send, () => exigoOrderId);
  });
}

function subjectOf({ content }: ClaimedDocument) {
  const { refundId } = content;
  if (typeof refundId !== "string") return { kind: "exigo.order" as const };
  return { kind: "exigo.return" as const, refundId };
}

/**
 * Exigo answered with the right totals when it was made, and nothing was told since that could have changed them. An
 * edit makes the step look again.
 */
function wereRight({ step, lane }: OrderStep, maker: OrderStep["lane"][number] | undefined): boolean {
  const isEdited = lane.some(({ kind, id }) => kind === "exigo.order_edit" && id < step.id);
  return !isEdited && step.state !== "unknown" && maker?.result?.["totalsAreRight"] === true;
}

async function contentOf(
  ports: OrderContentPorts,
  order: OrderStep,
  refundId: string | undefined,
): Promise<ContentResult<DocumentContent | null>> {
  const items = await itemsOf(ports, order);
  if (refundId === undefined) return orderContent(order.facts, items, order.settings);
  const { refunds } = order.known.snapshot;
  return returnContent({ facts: order.facts, refunds, refundId }, items, order.settings);
}
