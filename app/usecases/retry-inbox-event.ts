import type { Inbox } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { WakeUp } from "./ports/wake-up.ts";

export interface RetryInboxEventInput {
  readonly programId: number;
  readonly shopDomain: string;
  readonly id: number;
}

/**
 * Lets an event that was set aside be applied again. False: it is not set aside any more, or is no event of the
 * program's shops. Applying an event twice changes nothing, so this is safe at any time.
 */
export async function retryInboxEvent(
  ports: {
    readonly inbox: Pick<Inbox, "tryAgain">;
    readonly programs: Pick<Programs, "findShopByDomain">;
    readonly wakeUp: Pick<WakeUp, "inboxEvent">;
  },
  { programId, shopDomain, id }: RetryInboxEventInput,
): Promise<boolean> {
  const shop = await ports.programs.findShopByDomain(shopDomain);
  if (shop?.programId !== programId || !(await ports.inbox.tryAgain(shopDomain, id))) return false;
  await ports.wakeUp.inboxEvent(shopDomain, id);
  return true;
}
