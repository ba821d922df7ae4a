import { z } from "zod";

import type { Shipment } from "#core/catalog";
import type { Shipments, UnitsOnTheWay } from "#usecases/ports/catalog";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

const id = z.union([z.bigint(), z.number(), z.string()]).transform(String);
const shipmentRow = z.object({
  exigo_order_id: id,
  carrier: z.string().nullable(),
  tracking_numbers: z.unknown(),
  lines: z.unknown(),
});
const numbers = z.array(z.string());
const lines = z.array(z.object({ lineId: z.string(), units: z.number() }));
const orderedLines = z.array(
  z.object({ lineId: z.string(), variantId: z.string().nullable(), quantity: z.number() }),
);
const unitsRow = z.object({ variant_id: z.string(), units: z.coerce.number() });

function toShipment(row: z.output<typeof shipmentRow>): Shipment {
  return {
    exigoOrderId: row.exigo_order_id,
    carrier: row.carrier,
    trackingNumbers: numbers.parse(readJson(row.tracking_numbers)),
    lines: lines.parse(readJson(row.lines)),
  };
}

/** What Exigo has shipped of orders, on MySQL. */
export function createMysqlShipments(db: Db): Shipments {
  return {
    keep: (programId, shopId, orderId, shipment) => keep(db, programId, shopId, orderId, shipment),
    async list(programId, shopId, orderId) {
      const rows = await db.pool.query(
        `SELECT exigo_order_id, carrier, tracking_numbers, \`lines\` FROM exigo_shipment
          WHERE program_id = ? AND shop_id = ? AND order_id = ? ORDER BY exigo_order_id`,
        [programId, shopId, BigInt(orderId)],
      );
      return z.array(shipmentRow).parse(rows).map(toShipment);
    },
    async linesOf(programId, shopId, orderId) {
      const [row]: { told: unknown }[] = await db.pool.query(
        `SELECT JSON_EXTRACT(snapshot, '$.lines') AS told FROM order_snapshot
          WHERE program_id = ? AND shop_id = ? AND order_id = ?`,
        [programId, shopId, BigInt(orderId)],
      );
      return orderedLines.parse(readJson(row?.told ?? null) ?? []);
    },
  };
}

function keep(
  db: Db,
  programId: number,
  shopId: number,
  orderId: string,
  shipment: Shipment,
): Promise<boolean> {
  const key = [programId, shopId, BigInt(orderId), BigInt(shipment.exigoOrderId)];
  return inTransaction(db, async (connection) => {
    const rows = await connection.query(
      `SELECT exigo_order_id, carrier, tracking_numbers, \`lines\` FROM exigo_shipment
        WHERE program_id = ? AND shop_id = ? AND order_id = ? AND exigo_order_id = ? FOR UPDATE`,
      key,
    );
    const [known] = z.array(shipmentRow).parse(rows).map(toShipment);
    if (known && JSON.stringify(known) === JSON.stringify(shipment)) return false;
    await connection.query(
      `INSERT INTO exigo_shipment
         (program_id, shop_id, order_id, exigo_order_id, carrier, tracking_numbers, \`lines\`, found_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
       ON DUPLICATE KEY UPDATE carrier = VALUES(carrier), tracking_numbers = VALUES(tracking_numbers),
         \`lines\` = VALUES(\`lines\`)`,
      [...key, shipment.carrier, JSON.stringify(shipment.trackingNumbers), JSON.stringify(shipment.lines)],
    );
    return true;
  });
}

/** Units of orders whose step into Exigo is not done yet, on MySQL. */
export function createMysqlUnitsOnTheWay({ pool }: Db): UnitsOnTheWay {
  return {
    async count(programId, shopId, variantIds) {
      if (variantIds.length === 0) return new Map();
      const rows = await pool.query(
        `SELECT line.variant_id, SUM(line.units) AS units
           FROM document_intent d
           JOIN order_snapshot o ON o.program_id = d.program_id AND o.shop_id = d.shop_id
            AND o.order_id = CAST(SUBSTRING_INDEX(d.document, '/', -1) AS UNSIGNED)
           JOIN JSON_TABLE(o.snapshot, '$.lines[*]' COLUMNS (
                  variant_id VARCHAR(20) PATH '$.variantId', units INTEGER PATH '$.currentQuantity')) AS line
          WHERE d.program_id = ? AND d.shop_id = ? AND d.kind = 'exigo.order'
            AND d.state NOT IN ('confirmed', 'dropped')
            AND line.variant_id IN (?)
          GROUP BY line.variant_id`,
        [programId, shopId, variantIds],
      );
      return new Map(
        z
          .array(unitsRow)
          .parse(rows)
          .map((row) => [row.variant_id, row.units]),
      );
    },
  };
}
