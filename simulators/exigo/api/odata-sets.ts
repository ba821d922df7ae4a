import {
  itemPriceSet,
  itemSet,
  itemWarehouseSet,
  shipMethodSet,
  warehouseCurrencySet,
  warehouseSet,
} from "./catalog-sets.ts";
import type { EntitySet } from "./odata-set.ts";
import { customerSet, orderDetailSet, orderSet, paymentSet } from "./order-sets.ts";
import { pointBalanceSet, pointTransactionSet } from "./point-sets.ts";

/** Every table that the reporting side shows, in OData and in reports. */
export const entitySets: readonly EntitySet[] = [
  pointTransactionSet,
  pointBalanceSet,
  customerSet,
  orderSet,
  orderDetailSet,
  paymentSet,
  itemSet,
  itemPriceSet,
  itemWarehouseSet,
  warehouseSet,
  warehouseCurrencySet,
  shipMethodSet,
];
