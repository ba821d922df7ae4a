import { itemByCode } from "../state/catalog.ts";
import type { OrderRow } from "../state/orders.ts";
import { ACCEPTED, CANCELED, SHIPPED } from "../state/orders.ts";
import { adjustStock } from "./item-settings.ts";
import { timesQuantity } from "./money.ts";
import type { OperationContext } from "./operation.ts";
import { appendMovement } from "./points.ts";

/**
 * Gives an order a status, with what Exigo then does by itself, each once: an accepted order awards its items' points,
 * a shipped one leaves the shelf. When exactly Exigo does either is not known. A cancelled order takes nothing back.
 */
export function setStatus(context: OperationContext, order: OrderRow, status: number): void {
  order.orderStatus = status;
  const isGood = status >= ACCEPTED && status !== CANCELED;
  if (isGood && !order.pointsAwarded && context.settings.itemIncrements === "awarded") {
    order.pointsAwarded = true;
    awardPoints(context, order);
  }
  if (status === SHIPPED) {
    order.columns.shippedDate ??= context.now;
    takeStock(context, order);
  }
}

function awardPoints(context: OperationContext, order: OrderRow): void {
  for (const detail of order.details) {
    const item = itemByCode(context.company.items, detail.itemCode);
    for (const { pointAccountID, incrementUnits } of item?.pointAccounts ?? []) {
      const amountUnits = timesQuantity(incrementUnits, detail.quantityUnits);
      if (amountUnits === 0) continue;
      appendMovement(context, {
        customerID: order.customerID,
        pointAccountID,
        amountUnits,
        typeID: ITEM_INCREMENT,
        orderID: order.orderID,
        reference: `Order ${order.orderID}`,
        createdBy: "exigo",
        movedBy: "exigo",
      });
    }
  }
}

/** As an adjustment; the type of such rows was not seen. */
const ITEM_INCREMENT = 3;

function takeStock({ company }: OperationContext, order: OrderRow): void {
  if (order.stockTaken) return;
  order.stockTaken = true;
  for (const detail of order.details) {
    const item = itemByCode(company.items, detail.itemCode);
    const quantity = -Math.round(detail.quantityUnits / 10_000);
    if (item !== null && quantity < 0) adjustStock(item, { warehouseID: order.warehouseID, quantity });
  }
}
