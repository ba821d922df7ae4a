import { createItem, requireItem } from "../api/items.ts";
import { adjustStock, setItemPrice } from "../api/item-settings.ts";
import type { OperationContext } from "../api/operation.ts";
import { requireWarehouse } from "../api/warehouses.ts";
import type { RequestInput } from "../http/request-input.ts";
import { Refusal } from "../http/reply.ts";
import { stockOf } from "../state/catalog.ts";
import { formatDecimal } from "../values/decimal.ts";

/** Makes an item with its prices and what is on the shelf: `{itemCode, description, …, prices: […], stock: […]}`. */
export function seedItem(context: OperationContext, input: RequestInput): Record<string, unknown> {
  const made = createItem(context, input);
  for (const price of input.objects("prices")) setItemPrice(context, price.with({ itemCode: made.itemCode }));
  for (const stock of input.objects("stock")) setStock(context, stock.with({ itemCode: made.itemCode }));
  return made;
}

/** Sets what is on the shelf, as a count in the warehouse does. */
export function setStock({ company }: OperationContext, input: RequestInput): Record<string, unknown> {
  const item = requireItem(company, input);
  const { warehouseID } = requireWarehouse(company, input);
  const stockLevel = input.requiredInteger("stockLevel");
  adjustStock(item, { warehouseID, quantity: stockLevel - (stockOf(item, warehouseID)?.stockLevel ?? 0) });
  return { itemCode: item.itemCode, warehouseID, stockLevel };
}

/** Changes the currencies and the ways to send of a warehouse; what is not named stays. */
export function changeWarehouse({ company }: OperationContext, input: RequestInput): Record<string, unknown> {
  const warehouse = requireWarehouse(company, input);
  const methods = input.objects("shipMethods").map((method) => ({
    shipMethodID: method.requiredInteger("shipMethodID"),
    description: method.requiredText("description"),
    priceUnits: method.decimalUnits("price") ?? 0,
  }));
  const currencies = input.texts("currencies");
  if (methods.length > 0) warehouse.shipMethods = methods;
  if (currencies.length > 0) warehouse.currencies = currencies;
  return { warehouse };
}

/** The tax of orders that name no rate of their own, in per cent. */
export function setTax({ company }: OperationContext, input: RequestInput): Record<string, unknown> {
  const percent = input.decimalUnits("percent");
  if (percent === null || percent < 0) throw new Refusal(400, "percent must be zero or above.");
  company.taxPercentUnits = percent;
  return { percent: formatDecimal(percent) };
}
