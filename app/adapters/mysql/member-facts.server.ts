import { z } from "zod";

import type { MemberFacts } from "#usecases/ports/member-facts";

import type { Database } from "./database.server.ts";

const memberRow = z.object({
  exigo_customer_type: z.string().nullable(),
  exigo_rank: z.string().nullable(),
});
const tagRow = z.object({
  shop_id: z.number(),
  tag_key: z.string(),
  tag: z.string(),
  is_set: z.coerce.boolean(),
});

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
  };
}

/** Of customers of one shop that were merged the newest telling of a tag counts; rows come oldest first. */
function tagsOf(rows: readonly z.output<typeof tagRow>[]): string[] {
  const newest = new Map(rows.map((row) => [`${row.shop_id}/${row.tag_key}`, row]));
  const set = [...newest.values()].filter((row) => row.is_set);
  return [...new Map(set.map((row) => [row.tag_key, row.tag])).values()].sort();
}
