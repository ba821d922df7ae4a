import type { Inbox, InboxEventKey } from "./ports/inbox.ts";
import type { WakeUp } from "./ports/wake-up.ts";
import { workThrough } from "./work-through.ts";
import type { WorkThroughInput } from "./work-through.ts";

export interface ProcessShopInboxInput extends WorkThroughInput {
  readonly shopDomain: string;
  /** Events of one turn. */
  readonly limit: number;
}

export interface ProcessShopInboxPorts {
  readonly inbox: Pick<Inbox, "findDueOfShop">;
  readonly wakeUp: Pick<WakeUp, "shopInbox">;
  /** Applies one event; null: another process has it. */
  readonly processInboxEvent: (event: InboxEventKey) => Promise<unknown>;
}

/**
 * Gives a shop its turn: applies some of its events that are due, oldest first, and lets it queue again behind the
 * other shops when there may be more. However much a shop sends, it keeps the others waiting for one turn at most.
 * Returns how many events this process ended.
 */
export async function processShopInbox(
  ports: ProcessShopInboxPorts,
  { shopDomain, limit, ...how }: ProcessShopInboxInput,
): Promise<number> {
  const due = await ports.inbox.findDueOfShop(shopDomain, limit);
  const ended = await workThrough(due, how, ports.processInboxEvent);
  if (due.length === limit && ended > 0) await ports.wakeUp.shopInbox(shopDomain);
  return ended;
}
