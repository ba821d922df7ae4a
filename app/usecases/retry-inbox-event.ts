import type { Inbox, TryAgainResult } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { WakeUp } from "./ports/wake-up.ts";

export interface RetryInboxEventInput {
  readonly programId: number;
  readonly shopDomain: string;
  readonly id: number;
}

/**
 * Lets an event that was set aside be applied again. `not_quarantined`: it is not set aside any more, or is no event
 * of the program's shops; `body_removed`: it waited so long that nothing is left to apply. Applying an event twice
 * changes nothing, so this is safe at any time.
 */
export async function retryInboxEvent(
  ports: {
    readonly inbox: Pick<Inbox, "tryAgain">;
    readonly programs: Pick<Programs, "findShopByDomain">;
    readonly wakeUp: Pick<WakeUp, "shopInbox">;
  },
  { programId, shopDomain, id }: RetryInboxEventInput,
): Promise<TryAgainResult> {
  const shop = await ports.programs.findShopByDomain(shopDomain);
  if (shop?.programId !== programId) return "not_quarantined";
  const result = await ports.inbox.tryAgain(shopDomain, id);
  if (result === "due") await ports.wakeUp.shopInbox(shopDomain);
  return result;
}
