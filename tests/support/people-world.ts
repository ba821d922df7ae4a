import { createMysqlCaps } from "#adapters/mysql/caps";
import { createMysqlCustomers } from "#adapters/mysql/customers";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMemberFacts } from "#adapters/mysql/member-facts";
import { createMysqlMemberMerges } from "#adapters/mysql/member-merges";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlWaitingCredits } from "#adapters/mysql/waiting-credits";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";
import type { Command, PostResult } from "#core/ledger";
import { applyMergeEvent } from "#usecases/apply-merge-event";
import { applyOrderEvent } from "#usecases/apply-order-event";
import { createPassingLedger } from "#usecases/pass-on-merged";
import type { HandledEvent } from "#usecases/process-inbox-event";

import { createInMemoryContexts } from "./in-memory-app.ts";
import { createLedgerWorld } from "./ledger-world.ts";
import { addSimpleRule } from "./simple-rule.ts";

export type PeopleWorld = Awaited<ReturnType<typeof createPeopleWorld>>;

export const PEOPLE_SHOP = "test.myshopify.com";

/** What is stored of a member's account, without what every entry changes: its entries, hashes and clocks. */
export interface AccountPicture {
  readonly available: number;
  readonly pending: number;
  readonly held: number;
  readonly lots: readonly unknown[];
  readonly customers: readonly unknown[];
}

/** A program with a shop on a real database, and what happens to its customers. */
export async function createPeopleWorld(debtPolicy = "negative") {
  const world = await createLedgerWorld(debtPolicy);
  const { database, programId, shopId } = world;
  const { pool } = database;
  const members = createMysqlMembers(database);
  const memberMerges = createMysqlMemberMerges(database);
  const bareLedger = createMysqlLedger(database);
  const programs = createMysqlPrograms(database);
  await addSimpleRule(database, programId);
  const ports = {
    programs,
    members,
    memberMerges,
    ...createInMemoryContexts(),
    memberFacts: createMysqlMemberFacts(database),
    earnRules: createMysqlEarnRules(database),
    caps: createMysqlCaps(database),
    waitingCredits: createMysqlWaitingCredits(database),
    customers: createMysqlCustomers(database, members),
    orders: createMysqlOrders(database),
    ledger: createPassingLedger({ ledger: bareLedger, memberMerges }),
    payloads: shopifyWebhookPayloads,
  };
  const event = (topic: string, body: object) => ({
    shopDomain: PEOPLE_SHOP,
    topic,
    body: JSON.stringify(body),
  });
  const accountOf = async (customerId: number): Promise<{ memberId: number; accountId: number }> => {
    const [row] = await pool.query<{ memberId: number; accountId: number }[]>(
      `SELECT a.member_id AS memberId, a.id AS accountId FROM member_customer c
         JOIN account a ON a.program_id = c.program_id AND a.member_id = c.member_id
        WHERE c.program_id = ? AND c.shop_id = ? AND c.customer_id = ?`,
      [programId, shopId, customerId],
    );
    if (!row) throw new Error(`customer ${customerId} has no member`);
    return row;
  };
  return {
    ...world,
    ports,
    /** The ledger without what passes credits on. */
    bareLedger,
    event,
    accountOf,
    /** Makes the customer a member, in this shop or in another one of the program. */
    async addCustomer(customerId: number, facts: { email?: string; shopId?: number } = {}) {
      return members.ensureMember(programId, facts.shopId ?? shopId, {
        customerId: String(customerId),
        email: facts.email ?? null,
        emailVerified: facts.email !== undefined,
        firstName: `First ${customerId}`,
        lastName: `Last ${customerId}`,
        updatedAt: "2026-11-09T10:00:00.000Z",
      });
    },
    merge: (keptId: number, deletedId: number, status = "completed"): Promise<HandledEvent> =>
      applyMergeEvent(
        ports,
        event("customers/merge", {
          admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${keptId}`,
          admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${deletedId}`,
          admin_graphql_api_job_id: null,
          status,
          errors: [],
        }),
      ),
    tellOrder: (body: object) => applyOrderEvent(ports, event("orders/updated", body)),
    async post(...commands: Command[]): Promise<PostResult[]> {
      return ports.ledger.post(programId, commands);
    },
    /** Opens a lot of the account; `days` from 2026-11-01 until it expires. */
    open: (accountId: number, key: string, amountMinor: number, expiresAt: string | null = null) =>
      ports.ledger.post(programId, [
        {
          kind: "open",
          key,
          accountId,
          amountMinor,
          availableFrom: null,
          expiresAt,
          effectiveAt: "2026-11-01T00:00:00.000Z",
          cause: { kind: "system", ref: "test" },
          reasonCode: "opening",
        },
      ]),
    async balanceOf(accountId: number): Promise<number[]> {
      const [row] = await pool.query<Record<string, number>[]>(
        "SELECT available, pending, held FROM account WHERE program_id = ? AND id = ?",
        [programId, accountId],
      );
      return [row!["available"]!, row!["pending"]!, row!["held"]!];
    },
    async picture(memberId: number): Promise<AccountPicture> {
      const [account] = await pool.query<{ id: number; available: number; pending: number; held: number }[]>(
        "SELECT id, available, pending, held FROM account WHERE program_id = ? AND member_id = ?",
        [programId, memberId],
      );
      if (!account) throw new Error(`member ${memberId} has no account`);
      const { id, ...balances } = account;
      return {
        ...balances,
        lots: await pool.query(
          `SELECT entry_seq, line, bucket, amount, remaining, available_from, expires_at FROM lot
            WHERE program_id = ? AND account_id = ? AND remaining > 0 ORDER BY entry_seq, line`,
          [programId, id],
        ),
        customers: await pool.query(
          `SELECT shop_id, customer_id, email, first_name, last_name FROM member_customer
            WHERE program_id = ? AND member_id = ? ORDER BY shop_id, customer_id`,
          [programId, memberId],
        ),
      };
    },
    async mergeIdOf(deletedId: number): Promise<number> {
      const [row] = await pool.query<{ id: number }[]>(
        "SELECT id FROM member_merge WHERE program_id = ? AND deleted_customer_id = ?",
        [programId, deletedId],
      );
      if (!row) throw new Error(`no merge of customer ${deletedId}`);
      return row.id;
    },
    setExigoCustomer: (memberId: number, exigoCustomerId: number) =>
      pool.query("UPDATE member SET exigo_customer_id = ? WHERE program_id = ? AND id = ?", [
        exigoCustomerId,
        programId,
        memberId,
      ]),
  };
}
