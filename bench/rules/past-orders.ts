import type { EarnRulesDocument } from "../../app/core/rules/index.ts";
import { utcCalendar } from "../../app/core/rules/index.ts";
import type { Shop } from "../../app/usecases/ports/programs.ts";
import { openPastOrders } from "../../app/wiring/past-orders.server.ts";
import type { PastOrdersAlone } from "../../app/wiring/past-orders.server.ts";
import { paidOrder } from "../ingest/deliveries.ts";

const CUSTOMERS = 500;
const CALLERS = 16;
const FIRST_ORDER = 6_000_000_000_000;
const FIRST_DAY = Date.UTC(2026, 7, 1);
const APART_MS = 12 * 60_000;

/**
 * Fills a database with orders of a program as webhooks leave them, twelve minutes apart, and with the rules that were
 * in force; answers the program. The orders are only known, not posted: a trial does not look at the ledger.
 */
export async function fillPastOrders(
  databaseUrl: string,
  { orders, live }: { readonly orders: number; readonly live: EarnRulesDocument },
): Promise<number> {
  const past = openPastOrders({ databaseUrl, connections: CALLERS });
  try {
    const shop = await installShop(past, live);
    const queue = Array.from({ length: orders }, (_, index) => index).values();
    const tell = async (): Promise<void> => {
      for (const index of queue) await tellOrder(past, shop, index);
    };
    await Promise.all(Array.from({ length: CALLERS }, tell));
    return shop.programId;
  } finally {
    await past.close();
  }
}

async function installShop(past: PastOrdersAlone, document: EarnRulesDocument): Promise<Shop> {
  const shop = await past.programs.installShop({
    ...{ domain: "past.myshopify.com", name: "Past", currency: "USD" },
  });
  await past.earnRules.add(shop.programId, {
    ...{ document, calendar: utcCalendar, author: "bench", reason: "bench", activeFrom: null },
    ...{ rollbackOf: null, needsApproval: false },
  });
  return shop;
}

async function tellOrder(past: PastOrdersAlone, { programId, shopId }: Shop, index: number): Promise<void> {
  const at = new Date(FIRST_DAY + index * APART_MS).toISOString();
  const body = paidOrder(FIRST_ORDER + index, 1 + (index % CUSTOMERS));
  const dates = { created_at: at, processed_at: at, updated_at: at };
  const told = past.payloads.readOrder(JSON.stringify({ ...body, ...dates }));
  if (!told.ok || told.value.customer === null) throw new Error("the order is not what Shopify sends");
  const { orderId, news, customer } = told.value;
  const { accountId } = await past.members.ensureMember(programId, shopId, customer);
  await past.orders.merge({ programId, shopId, orderId }, news, accountId);
}
