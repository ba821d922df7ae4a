import { z } from "zod";

import type { StockAgreements } from "#usecases/ports/catalog";

import type { Database } from "./database.server.ts";

const row = z.object({
  variant_id: z.union([z.bigint(), z.number(), z.string()]).transform(String),
  units: z.number(),
  is_changed: z.coerce.boolean(),
});

/** What both sides had in stock when they were alike, on MySQL. */
export function createMysqlStockAgreements({ pool }: Pick<Database, "pool">): StockAgreements {
  return {
    async find(programId, shopId, locationId, variantIds) {
      if (variantIds.length === 0) return new Map();
      const rows = await pool.query(
        `SELECT variant_id, units, is_changed FROM stock_agreement
          WHERE program_id = ? AND shop_id = ? AND location_id = ? AND variant_id IN (?)`,
        [programId, shopId, BigInt(locationId), variantIds.map(BigInt)],
      );
      return new Map(
        z
          .array(row)
          .parse(rows)
          .map(({ variant_id: id, units, is_changed: isChanged }) => [id, { units, isChanged }]),
      );
    },
    async keep(programId, shopId, locationId, agreed) {
      if (agreed.length === 0) return;
      await pool.query(
        `INSERT INTO stock_agreement (program_id, shop_id, location_id, variant_id, units, is_changed, agreed_at)
         VALUES ${agreed.map(() => "(?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))").join(", ")}
         ON DUPLICATE KEY UPDATE units = VALUES(units), is_changed = VALUES(is_changed),
           agreed_at = VALUES(agreed_at)`,
        agreed.flatMap(({ variantId, units, isChanged }) => [
          ...[programId, shopId, BigInt(locationId), BigInt(variantId), units, isChanged],
        ]),
      );
    },
  };
}
