import type { UpsertResult } from "mariadb";

import { Fault } from "#core/units";
import type { Inbox, InboxEvent, InboxOutcome, ReceivedWebhook } from "#usecases/ports/inbox";

import type { Database } from "./database.server.ts";

/** The database took the statement and stored nothing, without a row that explains it. */
export class InboxRowRefusedFault extends Fault {
  readonly code = "inbox_row_refused";
  readonly retryable = true;
}

export interface InboxOptions {
  /** Names this machine and this process in the rows they claim. */
  readonly host: string;
  readonly pid: number;
  /** How long a claim holds without an end; after it, any process may claim the row. */
  readonly leaseSeconds: number;
}

interface ClaimedRow {
  readonly topic: string;
  readonly body: Buffer;
  readonly triggered_at: Date | null;
  readonly attempts: number;
}

const IS_DUE = `((state = 'due' AND due_at <= UTC_TIMESTAMP(3))
  OR (state = 'claimed' AND lease_until < UTC_TIMESTAMP(3)))`;

const OWN_CLAIM = `shop_domain = ? AND id = ? AND state = 'claimed'
  AND claim_host = ? AND claim_pid = ? AND attempts = ?`;

const REASON_LENGTH = 500;

/** The inbox on MySQL. Due times and leases are counted by the database's clock. */
export function createMysqlInbox({ pool }: Pick<Database, "pool">, options: InboxOptions): Inbox {
  const store: Inbox["store"] = async (webhook) => {
    const inserted: UpsertResult = await pool.query(
      `INSERT IGNORE INTO inbox_event (shop_domain, webhook_id, event_id, topic, api_version, triggered_at,
         received_at, body_digest, body, state, due_at, attempts)
       VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?, 'due', UTC_TIMESTAMP(3), 0)`,
      [
        webhook.shopDomain,
        webhook.webhookId,
        webhook.eventId,
        webhook.topic,
        webhook.apiVersion,
        webhook.triggeredAt === null ? null : new Date(webhook.triggeredAt),
        webhook.bodyDigest,
        webhook.body,
      ],
    );
    if (inserted.affectedRows === 1) return { status: "stored", id: Number(inserted.insertId) };
    return explainRefusedInsert(pool, webhook);
  };

  const claim: Inbox["claim"] = async (shopDomain, id) => {
    const claimed: UpsertResult = await pool.query(
      `UPDATE inbox_event
          SET state = 'claimed', attempts = attempts + 1, claim_host = ?, claim_pid = ?,
              lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
        WHERE shop_domain = ? AND id = ? AND ${IS_DUE}`,
      [options.host, options.pid, options.leaseSeconds, shopDomain, id],
    );
    if (claimed.affectedRows !== 1) return null;
    const [row]: ClaimedRow[] = await pool.query(
      `SELECT topic, body, triggered_at, attempts FROM inbox_event
        WHERE shop_domain = ? AND id = ? AND state = 'claimed' AND claim_host = ? AND claim_pid = ?`,
      [shopDomain, id, options.host, options.pid],
    );
    // No row: the lease was so short that another process has claimed it between the two statements.
    if (row === undefined) return null;
    return {
      shopDomain,
      id,
      topic: row.topic,
      body: row.body.toString("utf8"),
      triggeredAt: row.triggered_at?.toISOString() ?? null,
      attempt: row.attempts,
    };
  };

  const finish: Inbox["finish"] = async (event, outcome) => {
    const { assignments, values } = endOf(outcome);
    await pool.query(
      `UPDATE inbox_event
          SET ${assignments}, reason = ?, claim_host = NULL, claim_pid = NULL, lease_until = NULL
        WHERE ${OWN_CLAIM}`,
      [...values, outcome.reason.slice(0, REASON_LENGTH), ...claimToken(event, options)],
    );
  };

  // Round-robin: the first due row of every shop comes before the second of any.
  const findDue: Inbox["findDue"] = async (limit) =>
    pool.query(
      `SELECT shop_domain AS shopDomain, id FROM (
         SELECT shop_domain, id, ROW_NUMBER() OVER (PARTITION BY shop_domain ORDER BY id) AS turn
           FROM inbox_event WHERE ${IS_DUE}
       ) AS due_row
       ORDER BY turn, id LIMIT ?`,
      [limit],
    );

  return { store, claim, finish, tryAgain: (shopDomain, id) => tryAgain(pool, shopDomain, id), findDue };
}

async function tryAgain(pool: Database["pool"], shopDomain: string, id: number): Promise<boolean> {
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE inbox_event
        SET state = 'due', due_at = UTC_TIMESTAMP(3), attempts = 0, reason = NULL, finished_at = NULL
      WHERE shop_domain = ? AND id = ? AND state = 'quarantined'`,
    [shopDomain, id],
  );
  return affectedRows === 1;
}

/**
 * Attempts grow until the row is done or set aside, so host, process and attempt together name one claim of it. A
 * person may count them anew once it was set aside: then no claim is open.
 */
function claimToken(event: InboxEvent, { host, pid }: InboxOptions): (string | number)[] {
  return [event.shopDomain, event.id, host, pid, event.attempt];
}

function endOf(outcome: InboxOutcome): { assignments: string; values: (string | number)[] } {
  switch (outcome.outcome) {
    case "posted":
    case "ignored":
      return {
        assignments: "state = 'done', finished_at = UTC_TIMESTAMP(3), outcome = ?",
        values: [outcome.outcome],
      };
    case "quarantined":
      return { assignments: "state = 'quarantined', finished_at = UTC_TIMESTAMP(3)", values: [] };
    case "retry":
      return {
        assignments: "state = 'due', due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND",
        values: [outcome.inMs * 1_000],
      };
  }
}

/** Finds the row that stood in the way. Only repeats come here, so the hot path stays one statement. */
async function explainRefusedInsert(
  pool: Database["pool"],
  webhook: ReceivedWebhook,
): ReturnType<Inbox["store"]> {
  const rows: { shop: string; webhookId: string; eventId: string }[] = await pool.query(
    `SELECT shop_domain AS shop, webhook_id AS webhookId, event_id AS eventId FROM inbox_event
      WHERE shop_domain = ? AND webhook_id = ?
      UNION ALL
     SELECT shop_domain, webhook_id, event_id FROM inbox_event WHERE topic = ? AND body_digest = ?`,
    [webhook.shopDomain, webhook.webhookId, webhook.topic, webhook.bodyDigest],
  );
  const ofThisShop = rows.filter((row) => row.shop === webhook.shopDomain);
  const known = ofThisShop.some(
    (row) => row.webhookId === webhook.webhookId || row.eventId === webhook.eventId,
  );
  if (known) return { status: "duplicate" };
  if (rows.length > 0) return { status: "replayed", otherShop: ofThisShop.length === 0 };
  throw new InboxRowRefusedFault("the database ignored the row without a conflicting one");
}
