import type { OrderSettings } from "#usecases/ports/order-settings";

import { exigoSettingsDocument } from "../../documents/exigo-settings.ts";
import type { Database } from "./database.server.ts";
import { gatherReads } from "./gather.server.ts";
import { readJson } from "./json-column.server.ts";

/** Settings of orders on MySQL; the password beside them stays sealed. Every event of an order asks for them. */
export function createMysqlOrderSettings({ pool }: Pick<Database, "pool">): OrderSettings {
  const find = gatherReads(async (programIds: readonly number[]) => {
    const rows: { program_id: number; settings: unknown }[] = await pool.query(
      "SELECT program_id, settings FROM exigo_connection WHERE program_id IN (?)",
      [programIds],
    );
    return new Map(rows.map((row) => [row.program_id, row.settings]));
  });
  return {
    async find(programId) {
      const settings = await find(programId);
      if (settings === undefined) return null;
      return exigoSettingsDocument.parse(readJson(settings) ?? { version: 1 }).orders;
    },
  };
}
