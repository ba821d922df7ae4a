import { findInstalledShop } from "./find-installed-shop.ts";
import { passOnMerged } from "./pass-on-merged.ts";
import type { PassOnMergedPorts } from "./pass-on-merged.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { MemberMerges } from "./ports/member-merges.ts";
import type { Programs } from "./ports/programs.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyMergeEventPorts extends PassOnMergedPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly memberMerges: Pick<MemberMerges, "record" | "findMergedAccounts">;
  readonly payloads: Pick<WebhookPayloads, "readCustomerMerge">;
}

/**
 * Applies customers/merge: the two customers have one member and one balance from now on. It may come before either
 * customer is known, twice, or after orders that name the customer that is gone. A merge that Shopify has not finished,
 * or that failed, changes nothing. Idempotent by shop and deleted customer.
 */
export async function applyMergeEvent(
  ports: ApplyMergeEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readCustomerMerge(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  if (!told.value.isCompleted) return { outcome: "ignored", reason: "customers_not_merged" };
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { programId, shopId } = found.shop;
  const merge = await ports.memberMerges.record(programId, shopId, told.value);
  switch (merge.state) {
    case "joined":
      return { outcome: "posted", reason: "customers_joined" };
    case "waiting":
      return { outcome: "posted", reason: "merge_waits_for_a_person" };
    case "merged":
      await passOnMerged(ports, programId, [merge.from.accountId]);
      return { outcome: "posted", reason: "customers_merged" };
    case "undoing":
    case "undone":
    case "apart":
      return { outcome: "ignored", reason: "merge_was_undone" };
  }
}
