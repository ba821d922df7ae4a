import { createMysqlSealedRows } from "#adapters/mysql/sealed-rows";
import { createSealing } from "#adapters/system/sealing";
import { getConfig } from "#config";
import { getDatabase } from "#db";
import { resealSecrets } from "#usecases/reseal-secrets";
import type { ResealResult } from "#usecases/reseal-secrets";

/** The wiring of the command that seals secrets anew. Throws a fault when the configuration is not complete. */
export function createResealer() {
  const database = getDatabase();
  const sealedRows = createMysqlSealedRows(database, createSealing(getConfig().SECRET_KEYS));
  return {
    reseal: (onProgress: (result: ResealResult) => void) => resealSecrets({ sealedRows }, onProgress),
    close: () => database.close(),
  };
}
