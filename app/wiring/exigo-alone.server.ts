import { openDatabase } from "#adapters/mysql/database";
import type { DatabaseOptions } from "#adapters/mysql/database";
import { createMysqlComparisons } from "#adapters/mysql/comparisons";
import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { createMysqlHandOvers } from "#adapters/mysql/hand-overs";
import { createSealing } from "#adapters/system/sealing";
import type { SealingKey } from "#adapters/system/sealing";

/** Connections to Exigo and their comparisons without the rest of the app, for what measures them. */
export function openExigoAlone(options: DatabaseOptions & { readonly secretKeys: readonly SealingKey[] }) {
  const database = openDatabase(options);
  return {
    pool: database.pool,
    connections: createMysqlExigoConnections(database, createSealing(options.secretKeys)),
    handOvers: createMysqlHandOvers(database),
    comparisons: createMysqlComparisons(database, { hour: 0, deltaMinutes: 60 }),
    close: () => database.close(),
  };
}

export type ExigoAlone = ReturnType<typeof openExigoAlone>;
