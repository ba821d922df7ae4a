import { openDatabase } from "#adapters/mysql/database";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Ledger } from "#usecases/ports/ledger";
import type { Pool } from "mariadb";

import type { LedgerWorld } from "./ledger-world.ts";

/** A ledger whose database clock stands where a test puts it; other connections keep the real time. */
export interface ClockedLedger extends Ledger {
  setClock(instant: string): void;
  close(): Promise<void>;
}

export function createClockedLedger(world: LedgerWorld): ClockedLedger {
  const database = openDatabase({ url: world.testDatabase.appUrl, connections: 2 });
  let now = new Date();
  const pool = new Proxy(database.pool, {
    get(target, name: keyof Pool) {
      if (name !== "getConnection") return Reflect.get(target, name) as unknown;
      return async () => {
        const connection = await target.getConnection();
        await connection.query("SET timestamp = ?", [now.getTime() / 1000]);
        return connection;
      };
    },
  });
  const ledger = createMysqlLedger({ ...database, pool });
  return {
    post: (programId, commands) => ledger.post(programId, commands),
    setClock: (instant) => void (now = new Date(instant)),
    close: () => database.close(),
  };
}
