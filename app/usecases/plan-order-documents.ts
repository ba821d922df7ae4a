import type { KnownOrder } from "#core/earning";
import { orderDocument, planOrderSteps } from "#core/sync";

import type { Documents } from "./ports/documents.ts";
import type { Members } from "./ports/members.ts";
import type { OrderKey, Orders } from "./ports/orders.ts";
import type { OrderSettings } from "./ports/order-settings.ts";
import type { WakeUp } from "./ports/wake-up.ts";

interface PlanOrderDocumentsPorts {
  readonly documents: Pick<Documents, "enqueue" | "listSteps" | "wake">;
  readonly orderSettings: OrderSettings;
  readonly members: Pick<Members, "findByAccount">;
  readonly wakeUp: Pick<WakeUp, "document">;
}

/**
 * Orders whose news also make what Exigo is owed: whoever merges something into an order has stored its steps when it
 * goes on, or fails and is tried again. `orders` are the ones underneath.
 */
export function createPlanningOrders(ports: PlanOrderDocumentsPorts & { readonly orders: Orders }): Orders {
  return {
    ...ports.orders,
    async merge(key, news, accountId) {
      const known = await ports.orders.merge(key, news, accountId);
      await planOrderDocuments(ports, key, known);
      return known;
    },
  };
}

/**
 * Stores the steps that Exigo is owed for an order by what is known of it now, and wakes what waited for news of it. A
 * program that sends no orders costs one read. Safe to repeat: each step has a key of its own.
 */
async function planOrderDocuments(
  ports: PlanOrderDocumentsPorts,
  key: OrderKey,
  { snapshot, accountId }: KnownOrder,
): Promise<void> {
  const { programId, shopId, orderId } = key;
  const settings = await ports.orderSettings.find(programId);
  if (!settings || settings.from === null) return;
  const document = orderDocument(key);
  const member = accountId === null ? null : await ports.members.findByAccount(programId, accountId);
  const steps = planOrderSteps({
    shopId,
    orderId,
    memberId: member?.memberId ?? null,
    snapshot,
    sentFrom: settings.from,
    refundPayments: settings.refundPayments,
    steps: await ports.documents.listSteps(programId, document),
  });
  if (steps.length === 0) return;
  const { ids } = await ports.documents.enqueue(programId, steps);
  const woken: number[] = [];
  for (const { refundId } of snapshot.refunds) {
    woken.push(...(await ports.documents.wake(programId, `refund/${refundId}`)));
  }
  for (const id of [...ids.slice(0, 1), ...woken]) await ports.wakeUp.document(programId, id);
}
