import type { Pool } from "mariadb";
import { z } from "zod";

import type { InboxBodies } from "#usecases/ports/inbox-bodies";

import type { Database } from "./database.server.ts";
import { bodyContext } from "./inbox/claims.server.ts";
import type { BodySealing } from "./inbox/claims.server.ts";

/** Rows read at a time. */
const PAGE = 200;

const bodyRow = z.object({
  id: z.number(),
  webhook_id: z.string(),
  state: z.string(),
  body: z.instanceof(Buffer),
});

/** Forgets bodies of webhooks on MySQL. */
export function createMysqlInboxBodies(
  { pool }: Pick<Database, "pool">,
  sealing: Pick<BodySealing, "open">,
): InboxBodies {
  return {
    async remove(shopDomain, isAbout, exceptId) {
      let unfinished = 0;
      for (let after = 0; ;) {
        const rows = await readPage(pool, shopDomain, after);
        for (const { id, webhook_id: webhookId, state, body } of rows) {
          after = id;
          if (id === exceptId) continue;
          const text = openOrNull(sealing, body, bodyContext(shopDomain, webhookId));
          if (text !== null && !isAbout(text)) continue;
          if (state === "done" || state === "quarantined") await endWithoutBody(pool, shopDomain, id);
          else if (text !== null) unfinished += 1;
        }
        if (rows.length < PAGE) return { unfinished };
      }
    },
    async forgetShop(shopDomain, exceptId) {
      await pool.query(
        `UPDATE inbox_event
            SET body = NULL, body_until = NULL, outcome = COALESCE(outcome, 'ignored'),
                reason = IF(state = 'done', reason, 'redacted'), state = 'done',
                finished_at = COALESCE(finished_at, UTC_TIMESTAMP(3)),
                claim_host = NULL, claim_pid = NULL, lease_until = NULL
          WHERE shop_domain = ? AND id <> ? AND (body IS NOT NULL OR state <> 'done')`,
        [shopDomain, exceptId],
      );
    },
    async end(shopDomain, id, reason) {
      await pool.query(
        `UPDATE inbox_event
            SET body = NULL, body_until = NULL, state = 'done', outcome = 'posted', reason = ?,
                finished_at = UTC_TIMESTAMP(3), claim_host = NULL, claim_pid = NULL, lease_until = NULL
          WHERE shop_domain = ? AND id = ?`,
        [reason, shopDomain, id],
      );
    },
  };
}

async function readPage(pool: Pool, shopDomain: string, after: number): Promise<z.output<typeof bodyRow>[]> {
  const rows: unknown = await pool.query(
    `SELECT id, webhook_id, state, body FROM inbox_event
      WHERE shop_domain = ? AND id > ? AND body IS NOT NULL ORDER BY id LIMIT ?`,
    [shopDomain, after, PAGE],
  );
  return z.array(bodyRow).parse(rows);
}

/** null: no key opens it. It cannot be told whom it names, nor ever be applied, so it goes when it is finished. */
function openOrNull(sealing: Pick<BodySealing, "open">, body: Buffer, context: string): string | null {
  try {
    return sealing.open(body, context);
  } catch {
    // A body that was sealed with a key that is gone is the case that this function answers.
    return null;
  }
}

/** An event that was set aside can never be applied again, so nobody is asked to look at it. */
async function endWithoutBody(pool: Pool, shopDomain: string, id: number): Promise<void> {
  await pool.query(
    `UPDATE inbox_event
        SET body = NULL, body_until = NULL, outcome = COALESCE(outcome, 'ignored'),
            reason = IF(state = 'done', reason, 'redacted'), state = 'done'
      WHERE shop_domain = ? AND id = ? AND state IN ('done', 'quarantined')`,
    [shopDomain, id],
  );
}
