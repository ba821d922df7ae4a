import { createMysqlCheckpoints } from "#adapters/mysql/ledger-proof/checkpoints";
import { createMysqlLedgerHistory } from "#adapters/mysql/ledger-proof/history";
import { createMysqlVerifications } from "#adapters/mysql/ledger-proof/verifications";
import type { Database } from "#adapters/mysql/database";
import { sha256Chain } from "#adapters/system/chain-hash";

/** The proof's ports on a real database. */
export function proofPorts(database: Database) {
  return {
    history: createMysqlLedgerHistory(database),
    checkpoints: createMysqlCheckpoints(database),
    verifications: createMysqlVerifications(database),
    hash: sha256Chain,
  };
}
