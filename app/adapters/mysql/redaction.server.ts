import type { PoolConnection } from "mariadb";
import { z } from "zod";

import type { OrderContext } from "#core/earning";
import type { NamedPerson } from "#usecases/ports/privacy";

import type { Database } from "./database.server.ts";
import { forgetDocuments } from "./documents/forget.server.ts";
import { readJson } from "./json-column.server.ts";
import { askForBalances } from "./member-rows.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

/** Customers forgotten in one commit, so that no lock is held for long. */
const AT_ONCE = 200;

const linkRow = z.object({
  customer_id: z.string(),
  member_id: z.number(),
  email: z.string().nullable(),
});

type Link = z.output<typeof linkRow>;

interface ShopOfProgram {
  readonly programId: number;
  readonly shopId: number;
}

/** Forgets one customer in one commit. */
export function redactCustomer(db: Db, shop: ShopOfProgram, person: NamedPerson): Promise<void> {
  return inTransaction(db, async (connection) => {
    const links = z.array(linkRow).parse(
      await connection.query(
        `SELECT CAST(customer_id AS CHAR) AS customer_id, member_id, email FROM member_customer
          WHERE program_id = ? AND shop_id = ? AND customer_id = ? FOR UPDATE`,
        [shop.programId, shop.shopId, BigInt(person.customerId)],
      ),
    );
    await forget(connection, shop, links, "redacted");
    const memberIds = links.map((link) => link.member_id);
    await forgetDocuments(connection, { ...shop, memberIds, orderIds: person.orderIds });
    await forgetAddresses(connection, shop.programId, person.email === null ? [] : [person.email]);
    for (const { member_id: memberId } of links) await askForBalances(connection, shop.programId, memberId);
  });
}

/**
 * Forgets all customers of the shop and what was set up for its program, unless another shop of the program still has
 * the app. The links stay: should the shop come back, Shopify tells the names again and the credits find their owners.
 */
export async function redactShop(db: Db, shop: ShopOfProgram): Promise<void> {
  for (let after = "0"; ;) {
    const links = await inTransaction(db, async (connection) => {
      const found = z.array(linkRow).parse(
        await connection.query(
          `SELECT CAST(customer_id AS CHAR) AS customer_id, member_id, email FROM member_customer
            WHERE program_id = ? AND shop_id = ? AND customer_id > ? ORDER BY customer_id LIMIT ? FOR UPDATE`,
          [shop.programId, shop.shopId, BigInt(after), AT_ONCE],
        ),
      );
      await forget(connection, shop, found, null);
      const memberIds = found.map((link) => link.member_id);
      await forgetDocuments(connection, { ...shop, memberIds, orderIds: [] });
      return found;
    });
    const last = links.at(-1);
    if (!last) break;
    after = last.customer_id;
  }
  await inTransaction(db, (connection) => forgetSettings(connection, shop));
}

/** `state`: what the links become; null: they stay as they are and may learn the names again. */
async function forget(
  connection: PoolConnection,
  { programId, shopId }: ShopOfProgram,
  links: readonly Link[],
  state: "redacted" | null,
): Promise<void> {
  if (links.length === 0) return;
  const customerIds = links.map((link) => BigInt(link.customer_id));
  const memberIds = links.map((link) => link.member_id);
  await connection.query(
    `UPDATE member_customer
        SET email = NULL, email_verified = FALSE, first_name = NULL, last_name = NULL, birth_date = NULL,
            customer_since = NULL, updated_at = '1970-01-01 00:00:00', state_at = IF(? IS NULL, state_at, UTC_TIMESTAMP(3)),
            state = COALESCE(?, state)
      WHERE program_id = ? AND shop_id = ? AND customer_id IN (?)`,
    [state, state, programId, shopId, customerIds],
  );
  await connection.query(
    "DELETE FROM customer_tag WHERE program_id = ? AND shop_id = ? AND customer_id IN (?)",
    [programId, shopId, customerIds],
  );
  await connection.query("DELETE FROM customer_agreement WHERE program_id = ? AND member_id IN (?)", [
    programId,
    memberIds,
  ]);
  const ofMembers = `program_id = ? AND account_id IN
    (SELECT id FROM account WHERE program_id = ? AND member_id IN (?))`;
  await connection.query(`DELETE FROM entry_note WHERE ${ofMembers}`, [programId, programId, memberIds]);
  await forgetTagsOfOrders(connection, programId, memberIds);
  // What another system answered may quote the name or the address that it was sent.
  await connection.query(
    `UPDATE intent SET last_error = NULL WHERE ${ofMembers} AND last_error IS NOT NULL`,
    [programId, programId, memberIds],
  );
  await forgetAddresses(
    connection,
    programId,
    links.flatMap((link) => link.email ?? []),
  );
}

const contextRow = z.object({ shop_id: z.number(), order_id: z.string(), context: z.unknown() });

/**
 * Tags were kept with an order when it was first judged, and may name the person. Those that an earn rule of the program
 * asks about stay, because a later refund is judged by them; the others are of no use.
 */
async function forgetTagsOfOrders(
  connection: PoolConnection,
  programId: number,
  memberIds: readonly number[],
): Promise<void> {
  const rows = z.array(contextRow).parse(
    await connection.query(
      `SELECT o.shop_id, CAST(o.order_id AS CHAR) AS order_id, o.context FROM order_snapshot o
         JOIN account a ON a.program_id = o.program_id AND a.id = o.account_id
        WHERE o.program_id = ? AND a.member_id IN (?) AND o.context IS NOT NULL FOR UPDATE`,
      [programId, memberIds],
    ),
  );
  if (rows.length === 0) return;
  const versions: { document: unknown }[] = await connection.query(
    "SELECT document FROM earn_rule_version WHERE program_id = ?",
    [programId],
  );
  const rules = versions.map(({ document }) => JSON.stringify(readJson(document)).toLowerCase()).join("\n");
  for (const row of rows) {
    const context = readJson<OrderContext>(row.context);
    const customerTags = context.member.customerTags.filter((tag) =>
      rules.includes(JSON.stringify(tag.toLowerCase())),
    );
    if (customerTags.length === context.member.customerTags.length) continue;
    await connection.query(
      "UPDATE order_snapshot SET context = ? WHERE program_id = ? AND shop_id = ? AND order_id = ?",
      [
        JSON.stringify({ ...context, member: { ...context.member, customerTags } }),
        programId,
        row.shop_id,
        BigInt(row.order_id),
      ],
    );
  }
}

/** What waits for an address can reach nobody any more. */
async function forgetAddresses(
  connection: PoolConnection,
  programId: number,
  emails: readonly string[],
): Promise<void> {
  if (emails.length === 0) return;
  await connection.query(
    `UPDATE waiting_opening
        SET email = CONCAT('redacted-', id), note = NULL, due_at = NULL,
            finished_at = IF(state = 'waiting', UTC_TIMESTAMP(3), finished_at),
            reason = IF(state = 'waiting', 'redacted', reason), state = IF(state = 'waiting', 'refused', state)
      WHERE program_id = ? AND email IN (?)`,
    [programId, emails],
  );
}

async function forgetSettings(
  connection: PoolConnection,
  { programId, shopId }: ShopOfProgram,
): Promise<void> {
  await connection.query(
    "UPDATE shop SET name = domain, scopes = NULL, scopes_at = NULL, proven_at = NULL WHERE program_id = ? AND id = ?",
    [programId, shopId],
  );
  await connection.query("DELETE FROM intent WHERE program_id = ? AND shop_id = ? AND state <> 'confirmed'", [
    programId,
    shopId,
  ]);
  await connection.query(
    `DELETE FROM document_intent WHERE program_id = ? AND shop_id = ? AND state NOT IN ('confirmed', 'dropped')`,
    [programId, shopId],
  );
  const [others]: { installed: number }[] = await connection.query(
    "SELECT COUNT(*) AS installed FROM shop WHERE program_id = ? AND state = 'installed'",
    [programId],
  );
  if (Number(others?.installed ?? 0) > 0) return;
  await connection.query("DELETE FROM exigo_connection WHERE program_id = ?", [programId]);
  await connection.query(
    `UPDATE waiting_opening
        SET email = CONCAT('redacted-', id), note = NULL, due_at = NULL,
            finished_at = COALESCE(finished_at, UTC_TIMESTAMP(3)),
            reason = IF(state = 'waiting', 'redacted', reason), state = IF(state = 'waiting', 'refused', state)
      WHERE program_id = ?`,
    [programId],
  );
  await connection.query(
    "UPDATE program p JOIN shop s ON s.program_id = p.id SET p.name = s.domain WHERE p.id = ? AND s.id = ?",
    [programId, shopId],
  );
}
