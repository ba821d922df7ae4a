import { createMysqlCatalogTurns } from "#adapters/mysql/catalog-turns";
import { createMysqlExigoItems } from "#adapters/mysql/exigo-items";
import type { Database } from "#adapters/mysql/database";
import { createMysqlDocuments } from "#adapters/mysql/documents";
import { createMysqlItemLinks } from "#adapters/mysql/item-links";
import { createMysqlOrderSettings } from "#adapters/mysql/order-settings";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlShipments, createMysqlUnitsOnTheWay } from "#adapters/mysql/shipments";
import { createMysqlStockAgreements } from "#adapters/mysql/stock-agreements";
import { createPlanningOrders } from "#usecases/plan-order-documents";
import type { Members } from "#usecases/ports/members";
import type { WakeUp } from "#usecases/ports/wake-up";

/** What keeps documents alike on both sides: their steps, and what is known of orders and items. */
export function createDocumentAdapters(
  database: Database,
  claimant: Parameters<typeof createMysqlDocuments>[1],
  { members, wakeUp }: { readonly members: Members; readonly wakeUp: WakeUp },
) {
  const documents = createMysqlDocuments(database, claimant);
  const orderSettings = createMysqlOrderSettings(database);
  const orders = createMysqlOrders(database);
  return {
    documents,
    orderSettings,
    orders: createPlanningOrders({ orders, documents, orderSettings, members, wakeUp }),
    itemLinks: createMysqlItemLinks(database),
    exigoItems: createMysqlExigoItems(database),
    catalogTurns: createMysqlCatalogTurns(database, claimant),
    shipments: createMysqlShipments(database),
    unitsOnTheWay: createMysqlUnitsOnTheWay(database),
    stockAgreements: createMysqlStockAgreements(database),
  };
}
