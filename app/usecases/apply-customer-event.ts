import { signUpsCountFrom } from "#core/rules";

import { findInstalledShop } from "./find-installed-shop.ts";
import type { EarnRules } from "./ports/earn-rules.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Members } from "./ports/members.ts";
import type { Programs } from "./ports/programs.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import { recordSystemAction } from "./record-system-action.ts";
import type { RecordSystemActionPorts } from "./record-system-action.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyCustomerEventPorts extends RecordSystemActionPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly members: Pick<Members, "ensureMember" | "findAccount">;
  readonly earnRules: Pick<EarnRules, "listVersions">;
  readonly payloads: Pick<WebhookPayloads, "readCustomer">;
}

/**
 * Applies customers/create and customers/update: the customer is a member with an account from the first day, and
 * newer personal data replaces older. Who signs up while the rules give credits for it gets them at once. Idempotent by
 * program, shop and customer.
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
  const { memberId } = await ports.members.ensureMember(programId, shopId, told.value);
  const { customerSince } = told.value;
  const versions = await ports.earnRules.listVersions(programId);
  const countsFrom = signUpsCountFrom(versions);
  if (customerSince && countsFrom !== null && customerSince >= countsFrom) {
    const event = { kind: "sign_up", at: customerSince } as const;
    await recordSystemAction(ports, { programId, memberId, event, occasion: "once" }, versions);
  }
  return { outcome: "posted", reason: "member_known" };
}
