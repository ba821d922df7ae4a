import { openDatabase } from "#adapters/mysql/database";
import { createMysqlCheckpoints } from "#adapters/mysql/ledger-proof/checkpoints";
import { createMysqlLedgerHistory } from "#adapters/mysql/ledger-proof/history";
import { createMysqlVerifications } from "#adapters/mysql/ledger-proof/verifications";
import { createMysqlRollup } from "#adapters/mysql/ledger-reading/rollup";
import { writeCheckpointFile } from "#adapters/system/checkpoint-file";
import { sha256Chain } from "#adapters/system/chain-hash";
import type { Checkpoint } from "#usecases/ports/ledger-proof";
import { rebuildRollup } from "#usecases/roll-up-ledger";
import { takeCheckpoint } from "#usecases/take-checkpoint";
import { verifyLedger } from "#usecases/verify-ledger";
import type { VerifyLedgerInput } from "#usecases/verify-ledger";

/** What the ledger's commands need: a database and nothing else of the configuration. */
export function openLedgerTools(databaseUrl: string) {
  const database = openDatabase({ url: databaseUrl, connections: 3 });
  const history = createMysqlLedgerHistory(database);
  const checkpoints = createMysqlCheckpoints(database);
  const verifications = createMysqlVerifications(database);
  const rollup = createMysqlRollup(database);
  const hash = sha256Chain;
  return {
    listPrograms: () => history.listPrograms(),
    measure: (programId: number) => history.measure(programId),
    verify: (input: VerifyLedgerInput) => verifyLedger({ history, checkpoints, verifications, hash }, input),
    takeCheckpoint: (programId: number) => takeCheckpoint({ checkpoints, hash }, programId),
    /** Writes the newest checkpoint with its heads to a file, and tells of it; null: none was taken. */
    async exportCheckpoint(programId: number, path: string): Promise<Checkpoint | null> {
      const copy = await checkpoints.findNewest(programId);
      if (copy) await writeCheckpointFile(path, copy);
      return copy?.checkpoint ?? null;
    },
    rebuildRollup: (programId: number, signal: AbortSignal) =>
      rebuildRollup({ rollup }, { programId, signal }),
    close: () => database.close(),
  };
}

export type LedgerTools = ReturnType<typeof openLedgerTools>;
