import { createHash } from "node:crypto";

import { z } from "zod";

import type { ItemFacts } from "#core/catalog";
import { canonicalJson } from "#core/units";
import type { ExigoItems } from "#usecases/ports/exigo-items";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";

const facts = z.object({
  itemCode: z.string(),
  description: z.string(),
  longDetail: z.string(),
  weight: z.string().nullable(),
  isVirtual: z.boolean(),
});
const row = z.object({ item_code: z.string(), facts: z.unknown(), digest: z.string() });
const codeRow = z.object({ item_code: z.string() });

const DESCRIPTION_LENGTH = 255;
const markOf = (item: ItemFacts): string => createHash("sha256").update(canonicalJson(item)).digest("hex");

/** Exigo's items as they were read last, on MySQL. */
export function createMysqlExigoItems({ pool }: Pick<Database, "pool">): ExigoItems {
  const select = async (where: string, values: readonly unknown[]) => {
    const rows = await pool.query(`SELECT item_code, facts, digest FROM exigo_item WHERE ${where}`, values);
    return z
      .array(row)
      .parse(rows)
      .map((found) => ({ ...facts.parse(readJson(found.facts)), mark: found.digest }));
  };
  return {
    async keep(programId, items) {
      if (items.length === 0) return [];
      const codes = items.map(({ itemCode }) => itemCode);
      const known = await select("program_id = ? AND item_code IN (?)", [programId, codes]);
      const marks = new Map(known.map(({ itemCode, mark }) => [itemCode, mark]));
      await pool.query(
        `INSERT INTO exigo_item (program_id, item_code, description, facts, digest, changed_at, read_at)
         VALUES ${items.map(() => "(?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))").join(", ")}
         ON DUPLICATE KEY UPDATE changed_at = IF(digest = VALUES(digest), changed_at, VALUES(changed_at)),
           description = VALUES(description), facts = VALUES(facts), digest = VALUES(digest), read_at = VALUES(read_at)`,
        items.flatMap((item) => [
          ...[programId, item.itemCode, item.description.slice(0, DESCRIPTION_LENGTH)],
          ...[JSON.stringify(item), markOf(item)],
        ]),
      );
      return items.filter((item) => marks.get(item.itemCode) !== markOf(item)).map((item) => item.itemCode);
    },
    async findAlike(programId, codes) {
      if (codes.length === 0) return [];
      const rows = await pool.query(
        `SELECT item_code FROM exigo_item
          WHERE program_id = ? AND LOWER(item_code) IN (?)`,
        [programId, codes.map((code) => code.toLowerCase())],
      );
      return z
        .array(codeRow)
        .parse(rows)
        .map(({ item_code: code }) => code);
    },
    async find(programId, codes) {
      if (codes.length === 0) return [];
      return select("program_id = ? AND item_code IN (?)", [programId, codes]);
    },
    list: (programId, after, limit) =>
      select("program_id = ? AND item_code > ? ORDER BY item_code LIMIT ?", [programId, after ?? "", limit]),
    search: (programId, text, limit) => {
      const pattern = `%${text.replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;
      return select(
        "program_id = ? AND (LOWER(item_code) LIKE LOWER(?) OR description LIKE ?) ORDER BY item_code LIMIT ?",
        [programId, pattern, pattern, limit],
      );
    },
  };
}
