import type { OrderSettings } from "#usecases/ports/order-settings";

import { exigoSettingsDocument } from "../../documents/exigo-settings.ts";
import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";

/** Settings of orders on MySQL; the password beside them stays sealed. */
export function createMysqlOrderSettings({ pool }: Pick<Database, "pool">): OrderSettings {
  return {
    async find(programId) {
      const [row]: { settings: unknown }[] = await pool.query(
        "SELECT settings FROM exigo_connection WHERE program_id = ?",
        [programId],
      );
      return row ? exigoSettingsDocument.parse(readJson(row.settings) ?? { version: 1 }).orders : null;
    },
  };
}
