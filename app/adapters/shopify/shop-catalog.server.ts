import type { ShopCatalog } from "#usecases/ports/shop-catalog";

import type { AdminClient } from "./admin-client.server.ts";
import { createCatalogReading } from "./catalog/read-catalog.server.ts";
import { createCatalogWriting } from "./catalog/write-catalog.server.ts";

/** Products, prices, stock and fulfilment of shops through the Admin API. */
export function createShopCatalog(admin: AdminClient): ShopCatalog {
  return { ...createCatalogReading(admin), ...createCatalogWriting(admin) };
}
