import { createMysqlCatalogTurns } from "#adapters/mysql/catalog-turns";
import type { Database } from "#adapters/mysql/database";
import { createMysqlExigoItems } from "#adapters/mysql/exigo-items";
import { createMysqlItemLinks } from "#adapters/mysql/item-links";
import { createMysqlShipments, createMysqlUnitsOnTheWay } from "#adapters/mysql/shipments";

/** What the catalogues of shops stand on: items, their variants, shipments and the turns in which they are compared. */
export function createCatalogAdapters(
  database: Database,
  claimant: Parameters<typeof createMysqlCatalogTurns>[1],
) {
  return {
    itemLinks: createMysqlItemLinks(database),
    exigoItems: createMysqlExigoItems(database),
    catalogTurns: createMysqlCatalogTurns(database, claimant),
    shipments: createMysqlShipments(database),
    unitsOnTheWay: createMysqlUnitsOnTheWay(database),
  };
}
