import { orderContent, orderDocument, paidOf, showsTotals } from "#core/sync";
import type { DeliveryPolicy, DocumentContent, DocumentOutcome } from "#core/sync";

import type { ClaimedDocument } from "../ports/documents.ts";
import type { ExigoAnswer } from "../ports/exigo.ts";
import type { ExigoOrder, ExigoTotals } from "../ports/exigo-orders.ts";
import { converge } from "./converge.ts";
import type { Missing } from "./converge.ts";
import { paymentContent } from "./exigo-payment.ts";
import { exigoContent, frameOf, itemsOf, waitForItem } from "./order-content.ts";
import type { OrderContentPorts } from "./order-content.ts";
import { findInExigo, nameIn, openOrderStep, severalOf } from "./order-step.ts";
import type { OrderStep } from "./order-step.ts";

/** Exigo's status of an order that nobody has paid yet. */
const PENDING = 1;

/**
 * Makes the order in Exigo, once: it is found by its key first. What it holds is what is known of the order now. Where
 * the company takes `/transaction`, money that was taken already goes with it.
 */
export async function deliverExigoOrder(
  ports: OrderContentPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<DocumentOutcome | null> {
  const order = await openOrderStep(ports, step, policy);
  if ("outcome" in order) return order.outcome;
  const name = nameIn(order.settings, order.key);
  return converge(ports, order, async () => {
    const found = await findInExigo(ports, order, name);
    if (!found.ok) return found;
    if (found.value === null) return { ok: true, value: { prepare: () => prepare(ports, order) } };
    const done = "several" in found.value ? severalOf(found.value) : made(order, found.value);
    return { ok: true, value: { done } };
  });
}

async function prepare(ports: OrderContentPorts, order: OrderStep): Promise<ExigoAnswer<Missing>> {
  const { facts, settings, connection, key } = order;
  const content = orderContent(facts, await itemsOf(ports, order), settings);
  if (!content.ok) return { ok: true, value: { done: waitForItem(content) } };
  const frame = await frameOf(ports, order);
  if (!frame.ok) return frame;
  if (!frame.value.ok) return { ok: true, value: { done: frame.value.done } };
  const { orderType, transaction } = settings;
  const what = { name: nameIn(settings, key), orderType, orderStatus: PENDING, orderDate: facts.placedAt };
  const toWrite = exigoContent(order, frame.value.value, content.content, {
    ...what,
    notes: `Shopify ${facts.name}`,
  });
  const paidMinor = transaction ? paidOf(facts) : 0;
  const write = async () => {
    const answer =
      paidMinor > 0
        ? await ports.exigo.createPaidOrder(connection, toWrite, paymentContent(order, paidMinor))
        : await ports.exigo.createOrder(connection, toWrite);
    return answer.ok ? { ok: true as const, value: made(order, answer.value, content.content) } : answer;
  };
  return { ok: true, value: { write } };
}

/** The order is there; what of its totals is known goes to the step that sees to them. */
function made(
  { key, facts }: OrderStep,
  shown: Pick<ExigoOrder, "exigoOrderId"> & ExigoTotals,
  content: DocumentContent | null = null,
): DocumentOutcome & { readonly state: "confirmed" } {
  const showsThem = content !== null && showsTotals(shown, content.totals, facts.currencyScale);
  return {
    state: "confirmed",
    remoteRef: String(shown.exigoOrderId),
    result: { totalsAreRight: showsThem },
    wakes: [orderDocument(key)],
  };
}
