import { shopRedactionWaitMs } from "#core/inbox";
import { mentionsPerson } from "#core/people";
import { Fault } from "#core/units";

import { leaveShop } from "./apply-shop-event.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxBodies } from "./ports/inbox-bodies.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { PersonalData, PrivacyRequests } from "./ports/privacy.ts";
import type { Programs, Shop } from "./ports/programs.ts";
import type { ShopAccess } from "./ports/shop-access.ts";
import type { ShopSessions } from "./ports/shop-sessions.ts";
import type { ToldPrivacyRequest, WebhookPayloads } from "./ports/webhook-payloads.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyPrivacyEventPorts {
  readonly programs: Pick<Programs, "findShopByDomain" | "readUninstall" | "markUninstalled">;
  readonly payloads: Pick<WebhookPayloads, "readPrivacyRequest">;
  readonly privacyRequests: Pick<PrivacyRequests, "record" | "find" | "markDone">;
  readonly personalData: Pick<PersonalData, "redactCustomer" | "redactShop">;
  readonly inboxBodies: InboxBodies;
  readonly sessions: ShopSessions;
  readonly shopAccess: ShopAccess;
  readonly digest: (text: string) => string;
}

type Event = Pick<InboxEvent, "shopDomain" | "id" | "topic" | "body" | "triggeredAt">;

/** Webhooks that name the person have not been applied yet; the redaction comes back when they have. */
export class RedactionUnfinishedFault extends Fault {
  readonly code = "redaction_unfinished";
  readonly retryable = true;
}

const SYSTEM = "system";

const ASKED_AGAIN_MS = 60 * 60_000;

/** Hexadecimal digits: the key has place for no more beside the longest id. */
const DIGEST_LENGTH = 32;

/**
 * Applies customers/data_request, customers/redact and shop/redact, also of a shop that has uninstalled the app. Each is
 * recorded once with its due date, under what it asks and never under its delivery. A redaction is carried out at once;
 * the same one told again finishes what was cut off, and changes nothing once it is done. The event's own body, which
 * names the person, is removed with the others.
 */
export async function applyPrivacyEvent(ports: ApplyPrivacyEventPorts, event: Event): Promise<HandledEvent> {
  const shop = await ports.programs.findShopByDomain(event.shopDomain);
  if (!shop) return { outcome: "ignored", reason: "shop_unknown" };
  if (event.topic === "shop/redact") return redactShop(ports, event, shop);
  const told = ports.payloads.readPrivacyRequest(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  return event.topic === "customers/redact"
    ? redactCustomer(ports, event, shop, told.value)
    : recordDataRequest(ports, event, shop, told.value);
}

/** The event names the person, too: it ends here, so that it is not applied again without a body. */
async function endWithoutBody(
  { inboxBodies }: Pick<ApplyPrivacyEventPorts, "inboxBodies">,
  event: Event,
  reason: string,
): Promise<HandledEvent> {
  await inboxBodies.end(event.shopDomain, event.id, reason);
  return { outcome: "posted", reason };
}

/** A person answers it; the app makes the export when they ask for it, so that no copy of it lies about. */
async function recordDataRequest(
  ports: ApplyPrivacyEventPorts,
  event: Event,
  { programId, shopId }: Shop,
  { customerId, orderIds, requestId }: ToldPrivacyRequest,
): Promise<HandledEvent> {
  const requestKey = requestId === null ? `customer/${customerId}` : `request/${requestId}`;
  const request = { kind: "data_request" as const, requestKey, customerId, orderIds };
  await ports.privacyRequests.record(programId, shopId, request);
  return endWithoutBody(ports, event, "data_request_recorded");
}

async function redactCustomer(
  ports: ApplyPrivacyEventPorts,
  event: Event,
  { programId, shopId }: Shop,
  person: ToldPrivacyRequest,
): Promise<HandledEvent> {
  const { customerId, orderIds, email, phone } = person;
  // Another address or other orders are another request; the same one may only be a captured body.
  const asked = ports.digest(JSON.stringify([email, phone, orderIds])).slice(0, DIGEST_LENGTH);
  const requestId = await ports.privacyRequests.record(programId, shopId, {
    kind: "customer_redact",
    requestKey: `customer/${customerId}/${asked}`,
    customerId,
    orderIds,
  });
  if (await isDone(ports, programId, requestId)) return endWithoutBody(ports, event, "redacted_before");
  await ports.personalData.redactCustomer(programId, shopId, person);
  const left = await ports.inboxBodies.remove(event.shopDomain, mentionsPerson(person), event.id);
  if (left.unfinished > 0) {
    throw new RedactionUnfinishedFault(`${left.unfinished} events that name the person are not applied yet`);
  }
  await ports.privacyRequests.markDone(programId, requestId, SYSTEM);
  return endWithoutBody(ports, event, "customer_redacted");
}

async function isDone(
  { privacyRequests }: Pick<ApplyPrivacyEventPorts, "privacyRequests">,
  programId: number,
  requestId: number,
): Promise<boolean> {
  return (await privacyRequests.find(programId, requestId))?.state === "done";
}

/**
 * Comes 48 hours after the uninstall, and waits when it comes earlier: there is one for each uninstall. A shop that has
 * the app again meanwhile, and says so, is left as it is. One that lets the app in no longer has left without our hearing
 * of it, and the 48 hours count from now.
 */
async function redactShop(
  ports: ApplyPrivacyEventPorts,
  event: Event,
  { programId, shopId, state }: Shop,
): Promise<HandledEvent> {
  if (state === "installed") {
    const access = await ports.shopAccess.ask(event.shopDomain);
    if (access === "unknown") {
      return { outcome: "waits", inMs: ASKED_AGAIN_MS, reason: "shopify_out_of_reach" };
    }
    if (access === "yes" || !(await leaveShop(ports, event))) {
      return { outcome: "ignored", reason: "installed_again_since" };
    }
  }
  const left = await ports.programs.readUninstall(programId, shopId);
  const inMs = shopRedactionWaitMs(left);
  if (inMs > 0) return { outcome: "waits", inMs, reason: "earlier_than_48_hours_after_uninstall" };
  const requestId = await ports.privacyRequests.record(programId, shopId, {
    kind: "shop_redact",
    requestKey: `uninstall/${left.uninstalledAt ?? "unknown"}`,
    customerId: null,
    orderIds: [],
  });
  if (await isDone(ports, programId, requestId)) return endWithoutBody(ports, event, "redacted_before");
  await ports.sessions.deleteOfShop(event.shopDomain);
  await ports.inboxBodies.forgetShop(event.shopDomain, event.id);
  await ports.personalData.redactShop(programId, shopId);
  await ports.privacyRequests.markDone(programId, requestId, SYSTEM);
  return endWithoutBody(ports, event, "shop_redacted");
}
