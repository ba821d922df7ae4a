import type { Pool, UpsertResult } from "mariadb";

import type { ClaimedInboxEvent, InboxEventKey, InboxOutcome, TryAgainResult } from "#usecases/ports/inbox";

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
  readonly webhook_id: string;
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

const WITHOUT_BODY = ", body = NULL, body_until = NULL";

/** Says whose a sealed body is: moved to another row it does not open. */
export function bodyContext(shopDomain: string, webhookId: string): string {
  return `inbox-body/${shopDomain}/${webhookId}`;
}

/** Claims a row that is due, or whose lease ran out, in the name of host and process. */
export async function claim(
  pool: Pool,
  { host, pid, leaseSeconds, sealing }: Claimant & { readonly sealing: BodySealing },
  { shopDomain, id }: InboxEventKey,
): Promise<ClaimedInboxEvent | null> {
  // One round trip: the second statement reads what the first has claimed.
  const [claimed, [row]]: [UpsertResult, ClaimedRow[]] = await pool.query(
    `UPDATE inbox_event
        SET state = 'claimed', attempts = attempts + 1, claim_host = ?, claim_pid = ?,
            lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
      WHERE shop_domain = ? AND id = ? AND ${IS_DUE};
     SELECT webhook_id, topic, body, triggered_at, attempts FROM inbox_event
      WHERE shop_domain = ? AND id = ? AND state = 'claimed' AND claim_host = ? AND claim_pid = ?`,
    [host, pid, leaseSeconds, shopDomain, id, shopDomain, id, host, pid],
  );
  // A row that was not claimed now may still be this process's own, from an earlier claim. No row at all: the lease
  // was so short that another process has claimed it between the two statements.
  if (claimed.affectedRows !== 1 || row === undefined) return null;
  return {
    shopDomain,
    id,
    topic: row.topic,
    openBody: () => sealing.open(row.body, bodyContext(shopDomain, row.webhook_id)),
    triggeredAt: row.triggered_at?.toISOString() ?? null,
    attempt: row.attempts,
  };
}

/** Ends a claim. One that was lost meanwhile is not ended. */
export async function finish(
  pool: Pool,
  claimant: Claimant,
  event: ClaimedInboxEvent,
  outcome: InboxOutcome,
): Promise<void> {
  const { assignments, values } = endOf(outcome);
  await pool.query(
    `UPDATE inbox_event
        SET ${assignments}, reason = ?, claim_host = NULL, claim_pid = NULL, lease_until = NULL
      WHERE ${OWN_CLAIM}`,
    [...values, outcome.reason.slice(0, REASON_LENGTH), ...claimToken(event, claimant)],
  );
}

/**
 * Attempts grow until the row is done or set aside, so host, process and attempt together name one claim of it. A
 * person may count them anew once it was set aside: then no claim is open.
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
