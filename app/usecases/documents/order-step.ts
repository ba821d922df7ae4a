import type { KnownOrder, OrderFacts } from "#core/earning";
import type { ExigoOrdersSetup } from "#core/exigo";
import type { DeliveryPolicy, DocumentOutcome } from "#core/sync";
import { formatDecimal } from "#core/units";

import type { ClaimedDocument, Documents, DocumentStep } from "../ports/documents.ts";
import type { ExigoAnswer, ExigoConnection, ExigoConnections } from "../ports/exigo.ts";
import type { ExigoOrder, ExigoOrderName, ExigoOrders } from "../ports/exigo-orders.ts";
import type { OrderKey, Orders } from "../ports/orders.ts";
import { converge } from "./converge.ts";
import type { ConvergePorts, Seen } from "./converge.ts";

export interface OrderStepPorts extends ConvergePorts {
  readonly documents: Pick<Documents, "markSending" | "listSteps" | "enqueue">;
  readonly exigoConnections: Pick<ExigoConnections, "find" | "pause">;
  readonly exigo: ExigoOrders;
  readonly orders: Pick<Orders, "find">;
}

/** All that a step of an order works with: the newest truth about it, not what was known when it was planned. */
export interface OrderStep {
  readonly step: ClaimedDocument;
  readonly policy: DeliveryPolicy;
  readonly connection: ExigoConnection;
  readonly settings: ExigoOrdersSetup;
  readonly key: OrderKey;
  readonly known: KnownOrder;
  readonly facts: OrderFacts;
  /** All steps of the order, oldest first. */
  readonly lane: readonly DocumentStep[];
}

const NO_CONNECTION_MS = 60_000;

/** Reads what a step of an order needs, or says why it cannot be carried out now. */
export async function openOrderStep(
  ports: OrderStepPorts,
  step: ClaimedDocument,
  policy: DeliveryPolicy,
): Promise<OrderStep | { readonly outcome: DocumentOutcome }> {
  const connection = await ports.exigoConnections.find(step.programId);
  if (connection?.state !== "active") return { outcome: later(step, "Exigo is not connected") };
  if (!step.destinationIsConnected) {
    return { outcome: later(step, "the connection leads to another place in Exigo") };
  }
  const key = orderKeyOf(step);
  const [known, lane] = await Promise.all([
    key && ports.orders.find(key),
    ports.documents.listSteps(step.programId, step.document),
  ]);
  const facts = known?.snapshot.facts;
  if (!key || !known || !facts) {
    return { outcome: { state: "needs_review", error: "nothing is known of the order" } };
  }
  const settings = connection.setup.orders;
  return { step, policy, connection, settings, key, known, facts, lane };
}

/** Not now, and it is nobody's fault: costs no attempt. */
function later(step: ClaimedDocument, error: string): DocumentOutcome {
  if (step.state === "unknown") return { state: "unknown", inMs: NO_CONNECTION_MS, error };
  return { state: "due", inMs: NO_CONNECTION_MS, error, countsAsAttempt: false };
}

/** The order that a lane such as `order/3/450789469` is about; null: it is about something else. */
export function orderKeyOf({
  programId,
  document,
}: Pick<ClaimedDocument, "programId" | "document">): OrderKey | null {
  const [, shopId, orderId] = /^order\/(\d+)\/(\d+)$/.exec(document) ?? [];
  return shopId && orderId ? { programId, shopId: Number(shopId), orderId } : null;
}

/** How the order, or the return of one of its refunds, is named in Exigo. */
export function nameIn(
  settings: ExigoOrdersSetup,
  { shopId, orderId }: OrderKey,
  refundId?: string,
): Exclude<ExigoOrderName, { by: "id" }> {
  const value = refundId === undefined ? `HC-${shopId}-${orderId}` : `HC-${shopId}-R${refundId}`;
  return settings.key === "orderKey"
    ? { by: "orderKey", value }
    : { by: "field", field: settings.key, value };
}

/** null: Exigo has none of this name or number. Several of one name are a fault of Exigo's books: for a person. */
export type FoundOrder = ExigoOrder | null | { readonly several: number };

/** The order as Exigo has it. */
export async function findInExigo(
  ports: Pick<OrderStepPorts, "exigo">,
  { connection }: Pick<OrderStep, "connection">,
  name: ExigoOrderName,
): Promise<ExigoAnswer<FoundOrder>> {
  const found = await ports.exigo.findOrders(connection, name);
  if (!found.ok) return found;
  const [first, ...more] = found.value;
  return { ok: true, value: more.length > 0 ? { several: found.value.length } : (first ?? null) };
}

/** What a person is told of several orders of one name. */
export function severalOf({ several }: { readonly several: number }): DocumentOutcome {
  return { state: "needs_review", error: `Exigo has it ${several} times` };
}

/**
 * Brings an order that is in Exigo already to where it should be: `see` says what is missing of what Exigo shows. The
 * order is found by its number when that is known, else by its name.
 */
export function convergeMade(
  ports: OrderStepPorts,
  order: OrderStep,
  { kind, refundId }: { readonly kind: "exigo.order" | "exigo.return"; readonly refundId?: string },
  see: (shown: ExigoOrder) => Seen,
): Promise<DocumentOutcome | null> {
  const made = madeStep(order, kind, refundId);
  const exigoOrderId = Number(made?.remoteRef ?? 0);
  const name: ExigoOrderName =
    exigoOrderId > 0 ? { by: "id", exigoOrderId } : nameIn(order.settings, order.key, refundId);
  return converge(ports, order, async () => {
    const found = await findInExigo(ports, order, name);
    if (!found.ok) return found;
    if (found.value === null) return { ok: true, value: { done: withoutOrder(made) } };
    if ("several" in found.value) return { ok: true, value: { done: severalOf(found.value) } };
    return { ok: true, value: see(found.value) };
  });
}

/** The one write that is missing; confirmed under Exigo's id of what it wrote. */
export function missingWrite<T>(
  send: () => Promise<ExigoAnswer<T>>,
  remoteRefOf: (value: T) => number,
): Extract<Seen, { prepare: unknown }> {
  const write = async () => {
    const answer = await send();
    if (!answer.ok) return answer;
    const remoteRef = String(remoteRefOf(answer.value));
    return { ok: true as const, value: { state: "confirmed" as const, remoteRef } };
  };
  return { prepare: () => Promise.resolve({ ok: true, value: { write } }) };
}

/** The step that makes the order, or the return of this refund; undefined: none is planned. */
export function madeStep(
  { lane }: Pick<OrderStep, "lane">,
  kind: "exigo.order" | "exigo.return",
  refundId?: string,
): DocumentStep | undefined {
  return lane.find((step) => step.kind === kind && step.content["refundId"] === refundId);
}

/** What a later step ends with when the order is not in Exigo. */
export function withoutOrder(made: DocumentStep | undefined): DocumentOutcome {
  const isLeftOut = made?.state === "dropped" || (made?.state === "confirmed" && made.remoteRef === null);
  if (isLeftOut) return NOTHING_TO_DO;
  return { state: "needs_review", error: "Exigo does not have the order any more" };
}

export const NOTHING_TO_DO: DocumentOutcome & { readonly state: "confirmed" } = {
  state: "confirmed",
  remoteRef: null,
};

/** An amount of the order's currency as Exigo reads it. */
export function amountOf({ facts }: Pick<OrderStep, "facts">, minor: number): string {
  return formatDecimal(minor, facts.currencyScale);
}
