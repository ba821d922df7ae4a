import { z } from "zod";

import { NO_DAY_YET } from "#core/earning";
import type { WaitingCreditsReader } from "#usecases/ports/waiting-credits";

import type { Database } from "./database.server.ts";
import { readRows } from "./reports/rows.server.ts";

const keyRow = z.object({ subject_effect: z.number(), entry_seq: z.number().nullable() });
const lotRow = z.object({ entry_seq: z.number(), remaining: z.number() });

/** Waiting credits of orders, on MySQL: what the ledger's keys know of a subject, and what remains in their lots. */
export function createMysqlWaitingCredits({ pool }: Pick<Database, "pool">): WaitingCreditsReader {
  return {
    async find(programId, accountId, subject) {
      const keys = await readRows(
        pool,
        keyRow,
        `SELECT subject_effect, entry_seq FROM ledger_key FORCE INDEX (ledger_key_program_id_subject_idx)
          WHERE program_id = ? AND subject = ? AND account_id = ?`,
        [programId, subject, accountId],
      );
      const seqs = keys.flatMap(({ entry_seq }) => entry_seq ?? []);
      const lots = await readRows(
        pool,
        lotRow,
        `SELECT entry_seq, remaining FROM lot
          WHERE program_id = ? AND account_id = ? AND entry_seq IN (?) AND bucket = 'pending' AND remaining > 0
            AND available_from = ? ORDER BY entry_seq`,
        [programId, accountId, seqs.length > 0 ? seqs : [0], new Date(NO_DAY_YET)],
      );
      return {
        earnedMinor: keys.reduce((sum, { subject_effect }) => sum + subject_effect, 0),
        waitingMinor: lots.reduce((sum, { remaining }) => sum + remaining, 0),
        entrySeqs: lots.map(({ entry_seq }) => entry_seq),
      };
    },
  };
}
