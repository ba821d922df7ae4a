import { z } from "zod";

import type { PrivacyKind, PrivacyRequest, PrivacyRequests } from "#usecases/ports/privacy";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";

/** Shopify gives a merchant 30 days to answer: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
const DAYS_TO_ANSWER = 30;

const instant = z.date().transform((date) => date.toISOString());
const requestRow = z.object({
  id: z.number(),
  shop_id: z.number(),
  kind: z.custom<PrivacyKind>(),
  customer_id: z.string().nullable(),
  order_ids: z.unknown(),
  state: z.enum(["open", "done"]),
  requested_at: instant,
  due_at: instant,
  done_at: instant.nullable(),
  done_by: z.string().nullable(),
});

const COLUMNS = `id, shop_id, kind, CAST(customer_id AS CHAR) AS customer_id, order_ids, state, requested_at, due_at,
  done_at, done_by`;

/** Requests about personal data on MySQL. */
export function createMysqlPrivacyRequests({ pool }: Pick<Database, "pool">): PrivacyRequests {
  return {
    async record(programId, shopId, { kind, requestKey, customerId, orderIds }) {
      await pool.query(
        `INSERT INTO privacy_request (program_id, shop_id, kind, request_key, customer_id, order_ids, state,
           requested_at, due_at)
         VALUES (?, ?, ?, ?, ?, ?, 'open', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? DAY)
         ON DUPLICATE KEY UPDATE request_key = VALUES(request_key)`,
        [
          programId,
          shopId,
          kind,
          requestKey,
          customerId === null ? null : BigInt(customerId),
          JSON.stringify(orderIds),
          DAYS_TO_ANSWER,
        ],
      );
      const [row]: { id: number }[] = await pool.query(
        "SELECT id FROM privacy_request WHERE program_id = ? AND shop_id = ? AND kind = ? AND request_key = ?",
        [programId, shopId, kind, requestKey],
      );
      return z.number().parse(row?.id);
    },
    async list(programId, limit) {
      const rows: unknown[] = await pool.query(
        `SELECT ${COLUMNS} FROM privacy_request WHERE program_id = ?
          ORDER BY state = 'done', IF(state = 'open', due_at, NULL), done_at DESC, id DESC LIMIT ?`,
        [programId, limit],
      );
      return rows.map(toRequest);
    },
    async find(programId, requestId) {
      const [row]: unknown[] = await pool.query(
        `SELECT ${COLUMNS} FROM privacy_request WHERE program_id = ? AND id = ?`,
        [programId, requestId],
      );
      return row === undefined ? null : toRequest(row);
    },
    async markDone(programId, requestId, doneBy) {
      const { affectedRows } = await pool.query<{ affectedRows: number }>(
        `UPDATE privacy_request SET state = 'done', done_at = UTC_TIMESTAMP(3), done_by = ?
          WHERE program_id = ? AND id = ? AND state = 'open'`,
        [doneBy, programId, requestId],
      );
      return affectedRows === 1;
    },
    async recordAccess(programId, { staff, action, shopId, requestId, customerId }) {
      await pool.query(
        `INSERT INTO personal_data_access (program_id, at, staff, action, shop_id, request_id, customer_id)
         VALUES (?, UTC_TIMESTAMP(3), ?, ?, ?, ?, ?)`,
        [programId, staff, action, shopId, requestId, customerId === null ? null : BigInt(customerId)],
      );
    },
  };
}

function toRequest(found: unknown): PrivacyRequest {
  const row = requestRow.parse(found);
  return {
    requestId: row.id,
    shopId: row.shop_id,
    kind: row.kind,
    customerId: row.customer_id,
    orderIds: readJson<string[]>(row.order_ids),
    state: row.state,
    requestedAt: row.requested_at,
    dueAt: row.due_at,
    doneAt: row.done_at,
    doneBy: row.done_by,
  };
}
