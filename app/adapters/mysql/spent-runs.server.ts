import type { SpentRuns } from "#usecases/ports/spent-runs";
import { z } from "zod";

import type { Database } from "./database.server.ts";
import { writeOutSpentRuns } from "./ledger/spent-runs.server.ts";
import { readRows } from "./reports/rows.server.ts";
import { inTransaction } from "./transaction.server.ts";

const runRow = z
  .object({ program_id: z.number(), account_id: z.number() })
  .transform((row) => ({ programId: row.program_id, accountId: row.account_id }));

/** The spent runs of all programs, on MySQL: the table holds only what is left to do, so it is read from its start. */
export function createMysqlSpentRuns(database: Pick<Database, "pool">): SpentRuns {
  return {
    findUnwritten: (limit) =>
      readRows(
        database.pool,
        runRow,
        "SELECT program_id, account_id FROM spent_run ORDER BY program_id, account_id LIMIT ?",
        [limit],
      ),
    writeOut: ({ programId, accountId }) =>
      inTransaction(database, (connection) => writeOutSpentRuns(connection, programId, [accountId])),
  };
}
