import { openDatabase } from "#adapters/mysql/database";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";

/** What it takes to keep orders as webhooks leave them, without a ledger: past orders for a trial of rules. */
export function openPastOrders(options: { readonly databaseUrl: string; readonly connections: number }) {
  const database = openDatabase({ url: options.databaseUrl, connections: options.connections });
  return {
    programs: createMysqlPrograms(database),
    earnRules: createMysqlEarnRules(database),
    members: createMysqlMembers(database),
    orders: createMysqlOrders(database),
    payloads: shopifyWebhookPayloads,
    close: () => database.close(),
  };
}

export type PastOrdersAlone = ReturnType<typeof openPastOrders>;
