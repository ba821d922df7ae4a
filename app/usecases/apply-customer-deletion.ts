import { findInstalledShop } from "./find-installed-shop.ts";
import type { HandledEvent } from "./process-inbox-event.ts";
import type { Customers } from "./ports/customers.ts";
import type { InboxEvent } from "./ports/inbox.ts";
import type { Programs } from "./ports/programs.ts";
import type { WebhookPayloads } from "./ports/webhook-payloads.ts";
import { refusePayload } from "./refuse-payload.ts";

export interface ApplyCustomerDeletionPorts {
  readonly programs: Pick<Programs, "findShopByDomain">;
  readonly customers: Pick<Customers, "markDeleted">;
  readonly payloads: Pick<WebhookPayloads, "readDeletedCustomer">;
}

/**
 * Applies customers/delete: the member stays, because the credits are still owed, and nothing is written to the customer
 * any more. Shopify never uses an id again, so a customer who comes back is a new one. Idempotent by shop and customer.
 */
export async function applyCustomerDeletion(
  ports: ApplyCustomerDeletionPorts,
  event: Pick<InboxEvent, "shopDomain" | "body">,
): Promise<HandledEvent> {
  const told = ports.payloads.readDeletedCustomer(event.body);
  if (!told.ok) return refusePayload(told.refusal);
  const found = await findInstalledShop(ports, event.shopDomain);
  if (!found.installed) return found.outcome;
  const { programId, shopId } = found.shop;
  await ports.customers.markDeleted(programId, shopId, told.value.customerId);
  return { outcome: "posted", reason: "customer_deleted" };
}
