import type { ExigoCatalogSetup, ShopCatalogSetup } from "#core/exigo";

import type { CatalogTurns } from "./ports/catalog.ts";
import type { ExigoConnections } from "./ports/exigo.ts";

export interface SaveShopCatalogPorts {
  readonly exigoConnections: Pick<ExigoConnections, "find" | "save">;
  readonly catalogTurns: Pick<CatalogTurns, "ensure" | "hurry">;
}

export type SaveShopCatalogResult =
  | { readonly ok: true }
  /** not_connected: the program has no Exigo. connection_paused: saving would make it active again. */
  | { readonly ok: false; readonly refusal: { readonly code: "not_connected" | "connection_paused" } };

/** Keeps how Exigo's items are sold in one shop beside what the connection's settings say already; compares soon after. */
export async function saveShopCatalog(
  ports: SaveShopCatalogPorts,
  {
    programId,
    shop,
    ofAll,
  }: {
    readonly programId: number;
    readonly shop: ShopCatalogSetup;
    /** What holds for all shops of the program. */
    readonly ofAll: Pick<ExigoCatalogSetup, "skuCase" | "createProducts" | "difference" | "stockMinutes">;
  },
): Promise<SaveShopCatalogResult> {
  const connection = await ports.exigoConnections.find(programId);
  if (!connection) return { ok: false, refusal: { code: "not_connected" } };
  if (connection.state !== "active") return { ok: false, refusal: { code: "connection_paused" } };
  const { setup } = connection;
  const others = setup.catalog.shops.filter(({ shopId }) => shopId !== shop.shopId);
  const catalog = { ...setup.catalog, ...ofAll, shops: [...others, shop] };
  await ports.exigoConnections.save({ ...connection, password: null, setup: { ...setup, catalog } });
  await ports.catalogTurns.ensure();
  for (const task of ["items", "prices", "stock", "shipments"] as const)
    await ports.catalogTurns.hurry(programId, task);
  return { ok: true };
}
