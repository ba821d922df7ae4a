import { z } from "zod";

import type { Finding } from "#core/proof";
import type { Verifications } from "../../../usecases/ports/ledger-proof.ts";
import type { Database } from "../database.server.ts";

const row = z.object({
  program_id: z.number(),
  started_at: z.date(),
  finished_at: z.date(),
  ok: z.coerce.boolean(),
  accounts: z.number(),
  entries: z.number(),
  broken: z.number(),
  finding: z.unknown(),
});

/** The last verification of each program on MySQL or MariaDB. */
export function createMysqlVerifications({ pool }: Pick<Database, "pool">): Verifications {
  return {
    async now() {
      const [clock] = await pool.query<{ now: Date }[]>("SELECT UTC_TIMESTAMP(3) AS now");
      return (clock?.now ?? new Date(NaN)).toISOString();
    },
    async save(verification) {
      const { programId, startedAt, finishedAt, ok, accounts, entries, broken, finding } = verification;
      await pool.query(
        `REPLACE INTO verification
           (program_id, started_at, finished_at, ok, accounts, entries, broken, finding)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          programId,
          new Date(startedAt),
          new Date(finishedAt),
          ok,
          accounts,
          entries,
          broken,
          finding && JSON.stringify(finding),
        ],
      );
    },
    async findLast(programId) {
      const [found] = z
        .array(row)
        .parse(await pool.query("SELECT * FROM verification WHERE program_id = ?", [programId]));
      if (!found) return null;
      const { ok, accounts, entries, broken } = found;
      // MariaDB hands JSON over as text, MySQL as a value.
      const finding: unknown = typeof found.finding === "string" ? JSON.parse(found.finding) : found.finding;
      return {
        programId,
        startedAt: found.started_at.toISOString(),
        finishedAt: found.finished_at.toISOString(),
        ok,
        accounts,
        entries,
        broken,
        finding: finding as Finding | null,
      };
    },
  };
}
