import type { Pool } from "mariadb";
import { z } from "zod";

import { mayRepeatItself, twinsOf } from "#core/inbox";
import { Fault } from "#core/units";
import type { Inbox, ReceivedWebhook } from "#usecases/ports/inbox";

import { gather } from "../gather.server.ts";
import { sendTogether } from "../ledger/statements.server.ts";
import type { Statement } from "../ledger/statements.server.ts";
import { inOneRoundTrip } from "../transaction.server.ts";
import { bodyContext } from "./claims.server.ts";
import type { BodySealing } from "./claims.server.ts";

/** The database took the statement and stored nothing, without a row that explains it. */
export class InboxRowRefusedFault extends Fault {
  readonly code = "inbox_row_refused";
  readonly retryable = true;
}

/** Equal parts give equal digests of 32 bytes, which say nothing about the parts to who only has the database. */
export type BodyDigest = (...parts: readonly (string | Buffer)[]) => Buffer;

interface StoreOptions {
  readonly sealing: BodySealing;
  readonly digest: BodyDigest;
  readonly bodyDays: number;
}

type Stored = Awaited<ReturnType<Inbox["store"]>>;

/** A fault of one row is not thrown: the others of its batch are stored. */
type Answer = Stored | InboxRowRefusedFault;

/** A webhook ready to be stored. */
interface Row {
  readonly webhook: ReceivedWebhook;
  readonly bodyDigest: Buffer;
  /** null: no other topic has such bodies. */
  readonly twinDigest: Buffer | null;
  readonly body: Buffer;
}

const insertResult = z.object({ affectedRows: z.number(), insertId: z.number() });

/**
 * One batch on its way and one being made ready: more would only be smaller ones, each with a commit of its own. A
 * packet stays far below what the server takes, and a batch below what a webhook may wait for.
 */
const TOGETHER = {
  batches: 2,
  items: 64,
  size: { atMost: 512 * 1024, of: ({ body }: Row) => body.length },
};

/**
 * Stores webhooks, those that arrive together by one commit: each has an insert of its own within it, so that the
 * unique keys refuse what was stored before and nothing else.
 */
export function createStore(pool: Pool, options: StoreOptions): Inbox["store"] {
  const storeTogether = gather(TOGETHER, (rows: readonly Row[]) => storeRows(pool, options.bodyDays, rows));
  return async (webhook) => {
    const answer = await storeTogether(prepare(webhook, options));
    if (answer instanceof InboxRowRefusedFault) throw answer;
    return answer;
  };
}

function prepare(webhook: ReceivedWebhook, { sealing, digest }: StoreOptions): Row {
  const body = sealing.seal(webhook.body, bodyContext(webhook.shopDomain, webhook.webhookId));
  const twins = twinsOf(webhook.topic);
  const twinDigest = twins === null ? null : digest(webhook.body, `\n${twins}`);
  return { webhook, bodyDigest: digestOf(webhook, digest), twinDigest, body };
}

async function storeRows(pool: Pool, bodyDays: number, rows: readonly Row[]): Promise<Answer[]> {
  const inserts = rows.map((row) => insertOf(row, bodyDays));
  const results = z.array(insertResult).parse(await inOneRoundTrip({ pool }, inserts));
  const refused = rows.filter((_, index) => results[index]?.affectedRows !== 1);
  const explanations = refused.length > 0 ? await explainRefusedInserts(pool, refused) : [];
  return rows.map(
    (row, index) =>
      explanations[refused.indexOf(row)] ?? { status: "stored", id: results[index]?.insertId ?? 0 },
  );
}

function insertOf({ webhook, bodyDigest, twinDigest, body }: Row, bodyDays: number): Statement {
  return {
    sql: `INSERT IGNORE INTO inbox_event (shop_domain, webhook_id, event_id, topic, api_version, triggered_at,
       received_at, body_digest, twin_digest, body, body_until, state, due_at, attempts)
     VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? DAY, 'due',
       UTC_TIMESTAMP(3), 0)`,
    values: [
      webhook.shopDomain,
      webhook.webhookId,
      webhook.eventId,
      webhook.topic,
      webhook.apiVersion,
      webhook.triggeredAt === null ? null : new Date(webhook.triggeredAt),
      bodyDigest,
      twinDigest,
      body,
      bodyDays,
    ],
  };
}

/**
 * Equal bodies of a state topic are one event. Where honest events may look alike, the event id tells them apart, or
 * the second uninstall of a shop would be taken for a replay of the first.
 */
function digestOf({ topic, body, shopDomain, eventId }: ReceivedWebhook, digest: BodyDigest): Buffer {
  return mayRepeatItself(topic) ? digest(body, `\n${shopDomain}\n${eventId}`) : digest(body);
}

const conflicts = z.array(
  z.object({ shop: z.string(), webhookId: z.string(), eventId: z.string(), topic: z.string() }).readonly(),
);

/** Finds the rows that stood in the way. Only repeats come here, so the hot path stays one round trip. */
async function explainRefusedInserts(pool: Pool, refused: readonly Row[]): Promise<Answer[]> {
  const answers = await sendTogether(
    pool,
    refused.map(({ webhook, bodyDigest, twinDigest }) => ({
      sql: `SELECT shop_domain AS shop, webhook_id AS webhookId, event_id AS eventId, topic FROM inbox_event
      WHERE shop_domain = ? AND webhook_id = ?
      UNION ALL
     SELECT shop_domain, webhook_id, event_id, topic FROM inbox_event WHERE topic = ? AND body_digest = ?
      UNION ALL
     SELECT shop_domain, webhook_id, event_id, topic FROM inbox_event WHERE twin_digest = ?`,
      values: [webhook.shopDomain, webhook.webhookId, webhook.topic, bodyDigest, twinDigest],
    })),
  );
  return refused.map(({ webhook }, index) => explain(webhook, conflicts.parse(answers[index])));
}

function explain(webhook: ReceivedWebhook, rows: z.output<typeof conflicts>): Answer {
  const ofThisShop = rows.filter((row) => row.shop === webhook.shopDomain);
  const known = ofThisShop.some(
    (row) =>
      row.webhookId === webhook.webhookId || (row.eventId === webhook.eventId && row.topic === webhook.topic),
  );
  if (known) return { status: "duplicate" };
  if (rows.length > 0) return { status: "replayed", otherShop: ofThisShop.length === 0 };
  return new InboxRowRefusedFault("the database ignored the row without a conflicting one");
}
