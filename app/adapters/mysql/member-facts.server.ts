import { z } from "zod";

import type { MemberFacts } from "#usecases/ports/member-facts";

import type { Database } from "./database.server.ts";

const memberRow = z.object({
  exigo_customer_type: z.string().nullable(),
  exigo_rank: z.string().nullable(),
});
const staleRow = z.object({ id: z.number(), exigo_customer_id: z.number() });
const tagRow = z.object({
  shop_id: z.number(),
  tag_key: z.string(),
  tag: z.string(),
  is_set: z.coerce.boolean(),
});

/** How long what Exigo said of a member is not asked for again. */
const FRESH_HOURS = 24;

/** Facts about members on MySQL. */
export function createMysqlMemberFacts({ pool }: Pick<Database, "pool">): MemberFacts {
  return {
    async find(programId, memberId) {
      const [[member], tags] = await Promise.all([
        pool
          .query("SELECT exigo_customer_type, exigo_rank FROM member WHERE program_id = ? AND id = ?", [
            programId,
            memberId,
          ])
          .then((rows) => z.array(memberRow).parse(rows)),
        pool
          .query(
            `SELECT t.shop_id, t.tag_key, t.tag, t.is_set
               FROM member_customer c
               JOIN customer_tag t ON t.program_id = c.program_id AND t.shop_id = c.shop_id
                AND t.customer_id = c.customer_id
              WHERE c.program_id = ? AND c.member_id = ? AND c.state IN ('linked', 'merged')
              ORDER BY t.changed_at, t.is_set`,
            [programId, memberId],
          )
          .then((rows) => z.array(tagRow).parse(rows)),
      ]);
      return {
        customerTags: tagsOf(tags),
        exigoCustomerType: member?.exigo_customer_type ?? null,
        exigoRank: member?.exigo_rank ?? null,
      };
    },
    async findStale(programId, limit) {
      const rows = await pool.query(
        `SELECT id, exigo_customer_id FROM member
          WHERE program_id = ? AND (exigo_facts_at IS NULL OR exigo_facts_at < UTC_TIMESTAMP(3) - INTERVAL ? HOUR)
            AND exigo_customer_id IS NOT NULL
          ORDER BY exigo_facts_at, id LIMIT ?`,
        [programId, FRESH_HOURS, limit],
      );
      return z
        .array(staleRow)
        .parse(rows)
        .map((row) => ({ memberId: row.id, exigoCustomerId: row.exigo_customer_id }));
    },
    async saveExigo(programId, { memberId, exigoCustomerId, customerType, rank }) {
      await pool.query(
        `UPDATE member SET exigo_customer_type = ?, exigo_rank = ?, exigo_facts_at = UTC_TIMESTAMP(3)
          WHERE program_id = ? AND id = ? AND exigo_customer_id = ?`,
        [customerType, rank, programId, memberId, exigoCustomerId],
      );
    },
  };
}

/** Of customers of one shop that were merged the newest telling of a tag counts; rows come oldest first. */
function tagsOf(rows: readonly z.output<typeof tagRow>[]): string[] {
  const newest = new Map(rows.map((row) => [`${row.shop_id}/${row.tag_key}`, row]));
  const set = [...newest.values()].filter((row) => row.is_set);
  return [...new Map(set.map((row) => [row.tag_key, row.tag])).values()].sort();
}
