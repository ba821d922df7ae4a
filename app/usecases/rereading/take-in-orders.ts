import type { Orders } from "../ports/orders.ts";
import type { RereadFind } from "../ports/rereads.ts";
import type { Shop } from "../ports/programs.ts";
import type { ReadOrder } from "../ports/shop-reader.ts";
import { refusePayload } from "../refuse-payload.ts";
import { settleOrder } from "../settle-order.ts";
import type { BegunReread, RereadPorts } from "./ports.ts";
import { tally } from "./tally.ts";
import type { TakenIn } from "./tally.ts";

/**
 * Hands orders that were read to the use case that their webhooks go through. One whose snapshot grew told something
 * that no webhook had told; should a webhook of it come in at the same instant, it counts for both.
 */
export async function takeInOrders(
  ports: RereadPorts,
  run: BegunReread,
  shop: Shop,
  orders: readonly ReadOrder[],
): Promise<TakenIn> {
  const { programId, shopId } = run;
  const ids = orders.map(({ orderId }) => orderId);
  const known = await ports.rereads.knownOrders(programId, shopId, ids);
  const finds: RereadFind[] = [];
  for (const order of orders) {
    const find = await takeInOrder(ports, shop, order, known.get(order.orderId)?.revision ?? 0);
    if (find) finds.push(find);
  }
  return tally(run, orders.length, finds);
}

async function takeInOrder(
  ports: RereadPorts,
  shop: Shop,
  { orderId, told }: ReadOrder,
  knownRevision: number,
): Promise<RereadFind | null> {
  if (!told.ok) {
    return {
      objectId: orderId,
      updatedAt: null,
      outcome: "refused",
      reason: refusePayload(told.refusal).reason,
    };
  }
  const { news } = told.value;
  const updatedAt = news.facts?.updatedAt ?? null;
  let revision = knownRevision;
  const orders: Orders = {
    ...ports.orders,
    async merge(...input) {
      const merged = await ports.orders.merge(...input);
      revision = merged.revision;
      return merged;
    },
  };
  const { outcome, reason } = await settleOrder({ ...ports, orders }, { shop, ...told.value });
  if (outcome === "quarantined") return { objectId: orderId, updatedAt, outcome: "refused", reason };
  if (revision <= knownRevision) return null;
  return { objectId: orderId, updatedAt, outcome: knownRevision === 0 ? "unknown" : "changed", reason: null };
}
