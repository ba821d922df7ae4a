import { findInstalledShop } from "./find-installed-shop.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Members } from "./ports/members.ts";
import type { Programs } from "./ports/programs.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyCustomerEventPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly members: Pick<Members, "ensureMember">;
  readonly payloads: Pick<WebhookPayloads, "readCustomer">;
}

/**
 * Applies customers/create and customers/update: the customer is a member with an account from the first day, and
 * newer personal data replaces older. Idempotent by program, shop and customer.
 */
export async function applyCustomerEvent(
  ports: ApplyCustomerEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readCustomer(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { programId, shopId } = found.shop;
  await ports.members.ensureMember(programId, shopId, told.value);
  return { outcome: "posted", reason: "member_known" };
}
