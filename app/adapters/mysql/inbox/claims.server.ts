import type { Pool, UpsertResult } from "mariadb";

import type { ClaimedInboxEvent, InboxEventKey, InboxOutcome, TryAgainResult } from "#usecases/ports/inbox";

import type { Statement } from "../ledger/statements.server.ts";
import { inOneRoundTrip } from "../transaction.server.ts";
import { findAppliedBefore } from "./same-body.server.ts";

/** Seals bodies before they are stored, and opens them for the same shop and delivery only. */
export interface BodySealing {
  seal(body: Buffer, context: string): Buffer;
  open(sealed: Buffer, context: string): string;
}

interface Claimant {
  readonly host: string;
  readonly pid: number;
  readonly leaseSeconds: number;
}

interface ClaimedRow {
  readonly id: number;
  readonly webhook_id: string;
  readonly topic: string;
  readonly body_digest: Buffer;
  readonly body: Buffer;
  readonly triggered_at: Date | null;
  readonly age_ms: bigint | number;
  readonly attempts: number;
}

const IS_DUE = `((state = 'due' AND due_at <= UTC_TIMESTAMP(3))
  OR (state = 'claimed' AND lease_until < UTC_TIMESTAMP(3)))`;

const OWN_CLAIM = `shop_domain = ? AND id = ? AND state = 'claimed'
  AND claim_host = ? AND claim_pid = ? AND attempts = ?`;

const REASON_LENGTH = 500;

const WITHOUT_BODY = ", body = NULL, body_until = NULL";

/** Says whose a sealed body is: moved to another row it does not open. */
export function bodyContext(shopDomain: string, webhookId: string): string {
  return `inbox-body/${shopDomain}/${webhookId}`;
}

/**
 * Claims rows that are due, or whose lease ran out, in the name of host and process; null for each that is not, also
 * for one that is named twice. Rows are changed in the order of their ids, so that two processes wait for each other
 * and never in a circle.
 */
export async function claimTogether(
  pool: Pool,
  { host, pid, leaseSeconds, sealing }: Claimant & { readonly sealing: BodySealing },
  keys: readonly InboxEventKey[],
): Promise<(ClaimedInboxEvent | null)[]> {
  const sorted = [...keys].sort(byId);
  const updates = sorted.map(({ shopDomain, id }) => ({
    sql: `UPDATE inbox_event
        SET state = 'claimed', attempts = attempts + 1, claim_host = ?, claim_pid = ?,
            lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
      WHERE shop_domain = ? AND id = ? AND ${IS_DUE}`,
    values: [host, pid, leaseSeconds, shopDomain, id],
  }));
  const answers = await inOneRoundTrip({ pool }, [...updates, selectOwn({ host, pid }, sorted)]);
  const rows = new Map((answers.at(-1) as ClaimedRow[]).map((row) => [row.id, row]));
  // A row that was not claimed now may still be this process's own, from an earlier claim.
  const claimed = new Set(sorted.filter((_, index) => (answers[index] as UpsertResult).affectedRows === 1));
  const own = keys.map((key) => ({ key, row: claimed.has(key) ? rows.get(key.id) : undefined }));
  const appliedBefore = await findAppliedBefore(
    pool,
    own.flatMap(({ key, row }) => (row ? { ...key, topic: row.topic, bodyDigest: row.body_digest } : [])),
  );
  return own.map(({ key, row }) => (row ? toClaimed(key, row, appliedBefore.has(row.id), sealing) : null));
}

function selectOwn({ host, pid }: Pick<Claimant, "host" | "pid">, keys: readonly InboxEventKey[]): Statement {
  return {
    sql: `SELECT id, webhook_id, topic, body_digest, body, triggered_at, attempts,
           TIMESTAMPDIFF(MICROSECOND, received_at, UTC_TIMESTAMP(3)) DIV 1000 AS age_ms
       FROM inbox_event
      WHERE (${keys.map(() => "(shop_domain = ? AND id = ?)").join(" OR ")})
        AND state = 'claimed' AND claim_host = ? AND claim_pid = ?`,
    values: [...keys.flatMap(({ shopDomain, id }) => [shopDomain, id]), host, pid],
  };
}

function toClaimed(
  { shopDomain, id }: InboxEventKey,
  row: ClaimedRow,
  wasAppliedBefore: boolean,
  sealing: BodySealing,
): ClaimedInboxEvent {
  return {
    shopDomain,
    id,
    topic: row.topic,
    openBody: () => sealing.open(row.body, bodyContext(shopDomain, row.webhook_id)),
    triggeredAt: row.triggered_at?.toISOString() ?? null,
    ageMs: Number(row.age_ms),
    attempt: row.attempts,
    wasAppliedBefore,
  };
}

/** A claimed event and how it ended. */
export interface EndedInboxEvent {
  readonly event: ClaimedInboxEvent;
  readonly outcome: InboxOutcome;
}

/** Ends claims. One that was lost meanwhile is not ended. */
export async function finishTogether(
  pool: Pool,
  claimant: Claimant,
  ended: readonly EndedInboxEvent[],
): Promise<undefined[]> {
  const updates = [...ended]
    .sort((one, other) => byId(one.event, other.event))
    .map(({ event, outcome }) => {
      const { assignments, values } = endOf(outcome);
      return {
        sql: `UPDATE inbox_event
        SET ${assignments}, reason = ?, claim_host = NULL, claim_pid = NULL, lease_until = NULL
      WHERE ${OWN_CLAIM}`,
        values: [...values, outcome.reason.slice(0, REASON_LENGTH), ...claimToken(event, claimant)],
      };
    });
  await inOneRoundTrip({ pool }, updates);
  return ended.map(() => undefined);
}

function byId(one: InboxEventKey, other: InboxEventKey): number {
  return one.id - other.id;
}

/**
 * Attempts grow until the row is done or set aside, so host, process and attempt together name one claim of it. A
 * person may count them anew once it was set aside: then no claim is open. A wait gives back the attempt that it ends.
 */
function claimToken(event: ClaimedInboxEvent, { host, pid }: Claimant): (string | number)[] {
  return [event.shopDomain, event.id, host, pid, event.attempt];
}

function endOf(outcome: InboxOutcome): { assignments: string; values: (string | number)[] } {
  switch (outcome.outcome) {
    case "posted":
    case "ignored":
      return {
        assignments: `state = 'done', finished_at = UTC_TIMESTAMP(3), outcome = ?${outcome.forgetBody ? WITHOUT_BODY : ""}`,
        values: [outcome.outcome],
      };
    case "quarantined":
      return { assignments: "state = 'quarantined', finished_at = UTC_TIMESTAMP(3)", values: [] };
    case "retry":
      return {
        assignments: "state = 'due', due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND",
        values: [outcome.inMs * 1_000],
      };
    case "waits":
      return {
        assignments:
          "state = 'due', due_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND, attempts = attempts - 1",
        values: [outcome.inMs * 1_000],
      };
  }
}

/** Makes a quarantined row due again. */
export async function tryAgain(pool: Pool, { shopDomain, id }: InboxEventKey): Promise<TryAgainResult> {
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE inbox_event
        SET state = 'due', due_at = UTC_TIMESTAMP(3), attempts = 0, reason = NULL, finished_at = NULL
      WHERE shop_domain = ? AND id = ? AND state = 'quarantined' AND body IS NOT NULL`,
    [shopDomain, id],
  );
  if (affectedRows === 1) return "due";
  const bodiless: unknown[] = await pool.query(
    "SELECT 1 FROM inbox_event WHERE shop_domain = ? AND id = ? AND state = 'quarantined' AND body IS NULL",
    [shopDomain, id],
  );
  return bodiless.length > 0 ? "body_removed" : "not_quarantined";
}
