import { z } from "zod";
import type { Balances } from "../../usecases/ports/balances.ts";
import type { Database } from "./database.server.ts";

/** Movements shown in the storefront. */
const RECENT = 5;

const recentRow = z.object({
  effective_at: z.date(),
  amount: z.number(),
  kind: z.string(),
  order_name: z.string().nullable(),
});

/** Balances for the storefront, read from the account row and its newest entries in one consistent view. */
export function createMysqlBalances({ prisma, pool }: Database): Balances {
  return {
    async readForStorefront(programId, accountId, shopId) {
      const account = await prisma.account.findUnique({
        where: { programId_id: { programId, id: accountId } },
      });
      const program = await prisma.program.findUnique({ where: { id: programId } });
      if (!account || !program) return null;
      const customers = await prisma.memberCustomer.findMany({
        where: { programId, shopId, memberId: account.memberId },
        select: { customerId: true, state: true },
      });
      const idsIn = (state: string): string[] =>
        customers.filter((each) => each.state === state).map((each) => String(each.customerId));
      const recent = z.array(recentRow).parse(
        await pool.query(
          `SELECT e.effective_at, p.amount, e.kind, o.name AS order_name
           FROM entry e
           JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
             AND p.book = 'available'
           LEFT JOIN order_snapshot o ON o.program_id = e.program_id AND o.shop_id = ?
             AND e.subject = CONCAT('shop/', o.shop_id, '/order/', o.order_id) AND o.account_id = e.account_id
           WHERE e.program_id = ? AND e.account_id = ? AND e.seq <= ?
           ORDER BY e.seq DESC LIMIT ?`,
          [shopId, programId, accountId, account.entryCount, RECENT],
        ),
      );
      return {
        customerIds: idsIn("linked"),
        forgottenIds: idsIn("redacted"),
        balance: {
          v: 1,
          unit: program.unitName,
          scale: program.scale,
          available: Number(account.available),
          pending: Number(account.pending),
          held: Number(account.held),
          updatedAt: account.updatedAt.toISOString(),
          entrySeq: account.entryCount,
          recent: recent.map((row) => ({
            at: row.effective_at.toISOString(),
            delta: row.amount,
            kind: row.kind,
            label: row.order_name ?? "",
          })),
        },
      };
    },
  };
}
