import { openDatabase } from "#adapters/mysql/database";
import type { DatabaseOptions } from "#adapters/mysql/database";
import { createMysqlDueCredits } from "#adapters/mysql/due-credits";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlLedgerReading } from "#adapters/mysql/ledger-reading/reading";
import { createMysqlRollup } from "#adapters/mysql/ledger-reading/rollup";
import { createMysqlSpentRuns } from "#adapters/mysql/spent-runs";
import { createMysqlReports } from "#adapters/mysql/reports";

/** The ledger and its reading without the rest of the app, for what measures or checks them. */
export type LedgerAlone = ReturnType<typeof openLedgerAlone>;

/** Puts the ledger together on a database of its own; nobody is woken for the intents. */
export function openLedgerAlone(options: DatabaseOptions) {
  const database = openDatabase(options);
  return {
    pool: database.pool,
    ledger: createMysqlLedger(database),
    dueCredits: createMysqlDueCredits(database),
    spentRuns: createMysqlSpentRuns(database),
    reports: createMysqlReports(database),
    reading: createMysqlLedgerReading(database),
    rollup: createMysqlRollup(database),
    close: () => database.close(),
  };
}
