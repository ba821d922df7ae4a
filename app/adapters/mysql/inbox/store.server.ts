import type { Pool, UpsertResult } from "mariadb";

import { mayRepeatItself } from "#core/inbox";
import { Fault } from "#core/units";
import type { Inbox, ReceivedWebhook } from "#usecases/ports/inbox";

import { bodyContext } from "./claims.server.ts";
import type { BodySealing } from "./claims.server.ts";

/** The database took the statement and stored nothing, without a row that explains it. */
export class InboxRowRefusedFault extends Fault {
  readonly code = "inbox_row_refused";
  readonly retryable = true;
}

/** Equal parts give equal digests of 32 bytes, which say nothing about the parts to who only has the database. */
export type BodyDigest = (...parts: readonly (string | Buffer)[]) => Buffer;

/** Stores a webhook with one insert; the two unique keys refuse what was stored before. */
export async function store(
  pool: Pool,
  options: { readonly sealing: BodySealing; readonly digest: BodyDigest; readonly bodyDays: number },
  webhook: ReceivedWebhook,
): ReturnType<Inbox["store"]> {
  const bodyDigest = digestOf(webhook, options.digest);
  const inserted: UpsertResult = await pool.query(
    `INSERT IGNORE INTO inbox_event (shop_domain, webhook_id, event_id, topic, api_version, triggered_at,
       received_at, body_digest, body, body_until, state, due_at, attempts)
     VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? DAY, 'due',
       UTC_TIMESTAMP(3), 0)`,
    [
      webhook.shopDomain,
      webhook.webhookId,
      webhook.eventId,
      webhook.topic,
      webhook.apiVersion,
      webhook.triggeredAt === null ? null : new Date(webhook.triggeredAt),
      bodyDigest,
      options.sealing.seal(webhook.body, bodyContext(webhook.shopDomain, webhook.webhookId)),
      options.bodyDays,
    ],
  );
  if (inserted.affectedRows === 1) return { status: "stored", id: Number(inserted.insertId) };
  return explainRefusedInsert(pool, webhook, bodyDigest);
}

/**
 * Equal bodies of a state topic are one event. Where honest events may look alike, the event id tells them apart, or
 * the second uninstall of a shop would be taken for a replay of the first.
 */
function digestOf({ topic, body, shopDomain, eventId }: ReceivedWebhook, digest: BodyDigest): Buffer {
  return mayRepeatItself(topic) ? digest(body, `\n${shopDomain}\n${eventId}`) : digest(body);
}

/** Finds the row that stood in the way. Only repeats come here, so the hot path stays one statement. */
async function explainRefusedInsert(
  pool: Pool,
  webhook: ReceivedWebhook,
  bodyDigest: Buffer,
): ReturnType<Inbox["store"]> {
  const rows: { shop: string; webhookId: string; eventId: string }[] = await pool.query(
    `SELECT shop_domain AS shop, webhook_id AS webhookId, event_id AS eventId FROM inbox_event
      WHERE shop_domain = ? AND webhook_id = ?
      UNION ALL
     SELECT shop_domain, webhook_id, event_id FROM inbox_event WHERE topic = ? AND body_digest = ?`,
    [webhook.shopDomain, webhook.webhookId, webhook.topic, bodyDigest],
  );
  const ofThisShop = rows.filter((row) => row.shop === webhook.shopDomain);
  const known = ofThisShop.some(
    (row) => row.webhookId === webhook.webhookId || row.eventId === webhook.eventId,
  );
  if (known) return { status: "duplicate" };
  if (rows.length > 0) return { status: "replayed", otherShop: ofThisShop.length === 0 };
  throw new InboxRowRefusedFault("the database ignored the row without a conflicting one");
}
