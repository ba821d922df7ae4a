import { z } from "zod";

import type { InboxBodies } from "#usecases/ports/inbox-bodies";

import type { Database } from "./database.server.ts";

type Db = Pick<Database, "pool">;

/** Rows read at a time. */
const PAGE = 200;

const bodyRow = z.object({ id: z.number(), state: z.string(), body: z.instanceof(Buffer) });

/** Forgets bodies of webhooks on MySQL. */
export function createMysqlInboxBodies({ pool }: Db): InboxBodies {
  return {
    async remove(shopDomain, isAbout, exceptId) {
      let unfinished = 0;
      for (let after = 0; ;) {
        const rows = z.array(bodyRow).parse(
          await pool.query(
            `SELECT id, state, body FROM inbox_event
              WHERE shop_domain = ? AND id > ? AND body <> '' ORDER BY id LIMIT ?`,
            [shopDomain, after, PAGE],
          ),
        );
        for (const { id, state, body } of rows) {
          after = id;
          if (id === exceptId || !isAbout(body.toString("utf8"))) continue;
          if (state === "done" || state === "quarantined") await endWithoutBody(pool, shopDomain, id);
          else unfinished += 1;
        }
        if (rows.length < PAGE) return { unfinished };
      }
    },
    async deleteOfShop(shopDomain, exceptId) {
      await pool.query("DELETE FROM inbox_event WHERE shop_domain = ? AND id <> ?", [shopDomain, exceptId]);
    },
    async end(shopDomain, id, reason) {
      await pool.query(
        `UPDATE inbox_event
            SET body = '', state = 'done', outcome = 'posted', reason = ?, finished_at = UTC_TIMESTAMP(3),
                claim_host = NULL, claim_pid = NULL, lease_until = NULL
          WHERE shop_domain = ? AND id = ?`,
        [reason, shopDomain, id],
      );
    },
  };
}

/** An event that was set aside can never be applied again, so nobody is asked to look at it. */
async function endWithoutBody(pool: Db["pool"], shopDomain: string, id: number): Promise<void> {
  await pool.query(
    `UPDATE inbox_event
        SET body = '', outcome = COALESCE(outcome, 'ignored'), reason = IF(state = 'done', reason, 'redacted'),
            state = 'done'
      WHERE shop_domain = ? AND id = ? AND state IN ('done', 'quarantined')`,
    [shopDomain, id],
  );
}
