import type { Database } from "#adapters/mysql/database";
import { createMysqlInbox } from "#adapters/mysql/inbox";
import type { InboxOptions } from "#adapters/mysql/inbox";
import { createKeyedDigest } from "#adapters/system/keyed-digest";
import { createSealing } from "#adapters/system/sealing";
import type { SealingKey } from "#adapters/system/sealing";
import type { Inbox } from "#usecases/ports/inbox";

import { receivedWebhook } from "./webhooks.ts";

export const TEST_KEYS: readonly SealingKey[] = [{ id: "k1", key: Buffer.alloc(32, 7) }];

export interface TestInboxOptions extends Partial<InboxOptions> {
  readonly keys?: readonly SealingKey[];
}

/** The inbox of one process, as the wiring makes it. */
export function inboxOn(
  database: Pick<Database, "pool">,
  { keys = TEST_KEYS, ...changes }: TestInboxOptions = {},
): Inbox {
  return createMysqlInbox(database, {
    host: "host-a",
    pid: 1,
    leaseSeconds: 30,
    bodyDays: 30,
    sealing: createSealing(keys),
    digest: createKeyedDigest(keys, "inbox-body"),
    ...changes,
  });
}

/** Stores an event; returns its row's id. */
export async function storeEvent(
  inbox: Inbox,
  changes: Parameters<typeof receivedWebhook>[0] = {},
): Promise<number> {
  const result = await inbox.store(receivedWebhook(changes));
  if (result.status !== "stored") throw new Error(`the event was ${result.status}`);
  return result.id;
}

/** Claims an event that is due. */
export async function claimEvent(inbox: Inbox, shopDomain: string, id: number) {
  const event = await inbox.claim(shopDomain, id);
  if (event === null) throw new Error("the event was to be claimed");
  return event;
}

let thousandsMade = 0;

const DIGITS =
  "(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";

/** Makes a shop wait with so many thousand events; they have bodies that do not open. */
export async function floodInbox(
  { pool }: Pick<Database, "pool">,
  shopDomain: string,
  thousands: number,
): Promise<void> {
  for (const last = thousandsMade + thousands; thousandsMade < last; thousandsMade += 1) {
    await pool.query(
      `INSERT INTO inbox_event (shop_domain, webhook_id, event_id, topic, api_version, received_at, body_digest, body,
         body_until, state, due_at, attempts)
       SELECT ?, CONCAT(?, '-', a.d, b.d, c.d), 'flood', 'orders/updated', '2026-10', UTC_TIMESTAMP(3),
         UNHEX(SHA2(CONCAT(?, '/', ?, '/', a.d, b.d, c.d), 256)), 'x', UTC_TIMESTAMP(3) + INTERVAL 30 DAY, 'due',
         UTC_TIMESTAMP(3) - INTERVAL 1 HOUR, 0
         FROM ${DIGITS} AS a, ${DIGITS} AS b, ${DIGITS} AS c`,
      [shopDomain, thousandsMade, shopDomain, thousandsMade],
    );
  }
}
