import { orderContent } from "#core/sync";
import type { DeliveryPolicy, DocumentContent, DocumentOutcome } from "#core/sync";
import { parseDecimal } from "#core/units";

import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoAnswer } from "../ports/exigo.ts";
import type { ExigoOrder } from "../ports/exigo-orders.ts";
import type { Missing } from "./converge.ts";
import { exigoContent, frameOf, itemsOf, waitForItem } from "./order-content.ts";
import type { OrderContentPorts } from "./order-content.ts";
import { convergeMade, nameIn, NOTHING_TO_DO, openOrderStep } from "./order-step.ts";
import type { OrderStep } from "./order-step.ts";

/** Exigo's status of an order that it has begun to send. */
const PRINTED = 8;

const EXIGO_SCALE = 4;

/**
 * Makes Exigo's order what Shopify's became by an edit, by writing all of it anew over the one that is there. What
 * Exigo has begun to send it does not touch: a person decides.
 */
export async function deliverExigoOrderEdit(
  ports: OrderContentPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const order = await openOrderStep(ports, step, policy);
  if ("outcome" in order) return order.outcome;
  const content = orderContent(order.facts, await itemsOf(ports, order), order.settings);
  if (!content.ok) return waitForItem(content);
  return convergeMade(ports, order, { kind: "exigo.order" }, (shown) => {
    if (hasLines(shown, order, content.content)) return { done: NOTHING_TO_DO };
    if (shown.orderStatus >= PRINTED) {
      const error = "the order was edited in Shopify after Exigo had begun to ship it";
      return { done: { state: "needs_review", error } };
    }
    return { prepare: () => prepare(ports, order, content.content, shown) };
  });
}

async function prepare(
  ports: OrderContentPorts,
  order: OrderStep,
  content: DocumentContent,
  { exigoOrderId, orderStatus }: ExigoOrder,
): Promise<ExigoAnswer<Missing>> {
  const frame = await frameOf(ports, order);
  if (!frame.ok) return frame;
  if (!frame.value.ok) return { ok: true, value: { done: frame.value.done } };
  const { facts, settings, key, connection } = order;
  const toWrite = exigoContent(order, frame.value.value, content, {
    name: nameIn(settings, key),
    orderType: settings.orderType,
    orderStatus,
    orderDate: facts.placedAt,
    overwriteOrderId: exigoOrderId,
    notes: `Shopify ${facts.name}`,
  });
  const write = async () => {
    const answer = await ports.exigo.createOrder(connection, toWrite);
    const remoteRef = String(exigoOrderId);
    return answer.ok ? { ok: true as const, value: { state: "confirmed" as const, remoteRef } } : answer;
  };
  return { ok: true, value: { write } };
}

/** Whether Exigo's order has exactly these lines, in whatever order. */
function hasLines({ lines }: ExigoOrder, { facts }: OrderStep, content: DocumentContent): boolean {
  const unit = 10 ** (EXIGO_SCALE - facts.currencyScale);
  const there = lines.map(({ itemCode, quantity, priceEach, reference }) =>
    [itemCode, quantity, parseDecimal(priceEach, EXIGO_SCALE), reference].join("|"),
  );
  const wanted = content.lines.map(({ itemCode, quantity, eachMinor, lineId }) =>
    [itemCode, quantity, eachMinor * unit, lineId].join("|"),
  );
  return there.toSorted().join("\n") === wanted.toSorted().join("\n");
}
