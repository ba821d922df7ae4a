import type { HandledEvent } from "./process-inbox-event.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyScopesEventPorts {
  readonly programs: Pick<Programs, "findShopByDomain" | "saveScopes">;
  readonly payloads: Pick<WebhookPayloads, "readScopes">;
}

/** Applies app/scopes_update: what the shop has granted is shown to its staff. The newest telling wins. */
export async function applyScopesEvent(
  ports: ApplyScopesEventPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readScopes(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const shop = await ports.programs.findShopByDomain(event.shopDomain);
  if (!shop) return { outcome: "ignored", reason: "shop_unknown" };
  await ports.programs.saveScopes(event.shopDomain, told.value.granted, told.value.updatedAt);
  return { outcome: "posted", reason: "scopes_known" };
}
