import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { createMysqlMembers } from "#adapters/mysql/members";
import type { ImportOpeningsResult } from "#usecases/import-openings";

import { createImporter } from "../../../app/wiring/import.server.ts";
import type { ImportFileInput } from "../../../app/wiring/import.server.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";

export const SHOP = "test.myshopify.com";

/** A shop with a folder for files, and what imports did to its program. */
export async function createOpeningsWorld() {
  const world = await createLedgerWorld();
  const folder = mkdtempSync(path.join(tmpdir(), "hc-import-"));
  const members = createMysqlMembers(world.database);
  const importer = createImporter(world.database);
  const query = (sql: string) => world.database.pool.query(sql, [world.programId]);
  return {
    ...world,
    folder,
    write(name: string, text: string): string {
      const file = path.join(folder, name);
      writeFileSync(file, text);
      return file;
    },
    importFile(file: string, options: Partial<ImportFileInput> = {}): Promise<ImportOpeningsResult> {
      const format = options.format ?? "plain";
      return importer.importFile({
        shopDomain: SHOP,
        format,
        source: format,
        mode: "skip",
        dryRun: false,
        path: file,
        resultPath: path.join(folder, "result.csv"),
        onProgress: () => undefined,
        ...options,
      });
    },
    /** Something is told of a customer, as by a webhook. */
    tellCustomer: (customerId: string, email: string, emailVerified = true) =>
      members.ensureMember(world.programId, world.shopId, {
        customerId,
        email,
        emailVerified,
        firstName: null,
        lastName: null,
        updatedAt: "2026-11-20T12:00:00.000Z",
      }),
    /** Available and pending credits by customer. */
    async balances(): Promise<Record<string, [number, number]>> {
      const rows: { customer: string; available: number; pending: number }[] = await query(
        `SELECT CAST(c.customer_id AS CHAR) AS customer, a.available, a.pending FROM account a
           JOIN member_customer c ON c.program_id = a.program_id AND c.member_id = a.member_id
          WHERE a.program_id = ? ORDER BY c.customer_id`,
      );
      return Object.fromEntries(rows.map((row) => [row.customer, [row.available, row.pending]]));
    },
    /** All that imports leave behind, without the numbers that differ from run to run. */
    async end(): Promise<unknown> {
      const lots = await query(
        `SELECT CAST(c.customer_id AS CHAR) AS customer, k.business_key, e.kind, l.amount, l.remaining, l.bucket,
                l.expires_at, a.available, a.pending, a.entry_count
           FROM account a
           JOIN member_customer c ON c.program_id = a.program_id AND c.member_id = a.member_id
           LEFT JOIN entry e ON e.program_id = a.program_id AND e.account_id = a.id
           LEFT JOIN ledger_key k ON k.program_id = a.program_id AND k.account_id = a.id AND k.entry_seq = e.seq
           LEFT JOIN lot l ON l.program_id = a.program_id AND l.account_id = a.id AND l.entry_seq = e.seq
          WHERE a.program_id = ? ORDER BY c.customer_id, k.business_key`,
      );
      const waiting = await query(
        "SELECT business_key, email, amount, state FROM waiting_opening WHERE program_id = ? ORDER BY business_key",
      );
      const sums = await query(
        "SELECT SUM(amount) AS total, COUNT(*) AS postings FROM posting WHERE program_id = ?",
      );
      const alone = await query(
        `SELECT COUNT(*) AS alone FROM member m LEFT JOIN member_customer c
             ON c.program_id = m.program_id AND c.member_id = m.id
          WHERE m.program_id = ? AND c.member_id IS NULL`,
      );
      return { lots, waiting, sums, alone };
    },
    async close(): Promise<void> {
      rmSync(folder, { recursive: true, force: true });
      await world.close();
    },
  };
}
