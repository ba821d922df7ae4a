import { openDatabase } from "#adapters/mysql/database";
import { createMysqlCheckpoints } from "#adapters/mysql/ledger-proof/checkpoints";
import { createMysqlLedgerHistory } from "#adapters/mysql/ledger-proof/history";
import { createMysqlVerifications } from "#adapters/mysql/ledger-proof/verifications";
import { createMysqlRollup } from "#adapters/mysql/ledger-reading/rollup";
import { sha256Chain } from "#adapters/system/chain-hash";
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
    /** The newest checkpoint with its heads; null: none was taken. */
    findCheckpoint: (programId: number) => checkpoints.findNewest(programId),
    rebuildRollup: (programId: number, signal: AbortSignal) =>
      rebuildRollup({ rollup }, { programId, signal }),
    close: () => database.close(),
  };
}

export type LedgerTools = ReturnType<typeof openLedgerTools>;
