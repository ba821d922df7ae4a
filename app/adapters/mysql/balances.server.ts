import { z } from "zod";
import type { Balances } from "../../usecases/ports/balances.ts";
import type { Database } from "./database.server.ts";
import { gather } from "./gather.server.ts";
import type { Statement } from "./ledger/statements.server.ts";
import { readTogether } from "./transaction.server.ts";

/** Movements shown in the storefront. */
const RECENT = 5;

const accountRow = z.object({
  available: z.number(),
  pending: z.number(),
  held: z.number(),
  entry_count: z.number(),
  updated_at: z.date(),
  unit_name: z.string(),
  scale: z.number(),
});
const customerRow = z.object({ customer_id: z.string(), state: z.string() });
const recentRow = z.object({
  effective_at: z.date(),
  amount: z.number(),
  kind: z.string(),
  order_name: z.string().nullable(),
});

/** Names whose balance a shop is to show. */
interface Wanted {
  readonly programId: number;
  readonly accountId: number;
  readonly shopId: number;
}

type Found = Awaited<ReturnType<Balances["readForStorefront"]>>;

const TOGETHER = { batches: 2, items: 25 };

/** Statements for one balance. */
const READS_EACH = 3;

/**
 * Balances for the storefront: the account's row, its customers and its newest entries in one consistent view and one
 * round trip, which those that are asked for at one moment share.
 */
export function createMysqlBalances(db: Pick<Database, "pool">): Balances {
  const readAll = gather(TOGETHER, async (wanted: readonly Wanted[]): Promise<Found[]> => {
    const answers = await readTogether(db, wanted.flatMap(readsOf));
    return wanted.map((_, index) => toBalance(answers.slice(READS_EACH * index, READS_EACH * (index + 1))));
  });
  return {
    readForStorefront: (programId, accountId, shopId) => readAll({ programId, accountId, shopId }),
  };
}

function toBalance([accounts, customerRows, recentRows]: readonly unknown[]): Found {
  const [account] = z.array(accountRow).parse(accounts);
  if (!account) return null;
  const customers = z.array(customerRow).parse(customerRows);
  const idsIn = (state: string): string[] =>
    customers.filter((each) => each.state === state).map((each) => each.customer_id);
  return {
    customerIds: idsIn("linked"),
    forgottenIds: idsIn("redacted"),
    balance: {
      v: 1,
      unit: account.unit_name,
      scale: account.scale,
      available: account.available,
      pending: account.pending,
      held: account.held,
      updatedAt: account.updated_at.toISOString(),
      entrySeq: account.entry_count,
      recent: z
        .array(recentRow)
        .parse(recentRows)
        .map((row) => ({
          at: row.effective_at.toISOString(),
          delta: row.amount,
          kind: row.kind,
          label: row.order_name ?? "",
        })),
    },
  };
}

function readsOf({ programId, accountId, shopId }: Wanted): Statement[] {
  return [
    {
      sql: `SELECT a.available, a.pending, a.held, a.entry_count, a.updated_at, p.unit_name, p.scale
       FROM account a JOIN program p ON p.id = a.program_id
      WHERE a.program_id = ? AND a.id = ?`,
      values: [programId, accountId],
    },
    {
      sql: `SELECT CAST(c.customer_id AS CHAR) AS customer_id, c.state
       FROM account a
       JOIN member_customer c ON c.program_id = a.program_id AND c.shop_id = ? AND c.member_id = a.member_id
      WHERE a.program_id = ? AND a.id = ? ORDER BY c.customer_id`,
      values: [shopId, programId, accountId],
    },
    {
      sql: `SELECT e.effective_at, p.amount, e.kind, o.name AS order_name
       FROM entry e
       JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
         AND p.book = 'available'
       LEFT JOIN order_snapshot o ON o.program_id = e.program_id AND o.shop_id = ?
         AND e.subject = CONCAT('shop/', o.shop_id, '/order/', o.order_id) AND o.account_id = e.account_id
      WHERE e.program_id = ? AND e.account_id = ?
      ORDER BY e.seq DESC LIMIT ?`,
      values: [shopId, programId, accountId, RECENT],
    },
  ];
}
