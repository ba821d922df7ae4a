import type { CatalogSettingsStore } from "#usecases/ports/catalog";

import { catalogSettings, DEFAULT_CATALOG_SETTINGS } from "../../documents/catalog-settings.ts";
import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction } from "./transaction.server.ts";

/** The settings of programs' catalogues on MySQL. */
export function createMysqlCatalogSettings(db: Pick<Database, "pool">): CatalogSettingsStore {
  return {
    async find(programId) {
      const [row]: { document: unknown }[] = await db.pool.query(
        "SELECT document FROM catalog_settings WHERE program_id = ? ORDER BY version DESC LIMIT 1",
        [programId],
      );
      return row ? catalogSettings.parse(readJson(row.document)) : DEFAULT_CATALOG_SETTINGS;
    },
    save: (programId, settings, savedBy) =>
      inTransaction(db, async (connection) => {
        await connection.query("SELECT id FROM program WHERE id = ? FOR UPDATE", [programId]);
        await connection.query(
          `INSERT INTO catalog_settings (program_id, version, document, saved_by, saved_at)
           SELECT ?, COALESCE(MAX(version), 0) + 1, ?, ?, UTC_TIMESTAMP(3)
             FROM catalog_settings WHERE program_id = ?`,
          [programId, JSON.stringify(settings), savedBy.slice(0, 100), programId],
        );
      }),
  };
}
