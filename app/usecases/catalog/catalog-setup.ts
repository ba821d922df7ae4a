import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { ExigoCatalogSetup } from "#core/exigo";

import type { ExigoConnections } from "../ports/exigo.ts";

/** What a program has Exigo say of its shops' catalogues; nothing without a connection. */
export async function findCatalogSetup(
  ports: { readonly exigoConnections: Pick<ExigoConnections, "find"> },
  programId: number,
): Promise<ExigoCatalogSetup> {
  const connection = await ports.exigoConnections.find(programId);
  return connection?.setup.catalog ?? DEFAULT_EXIGO_SETUP.catalog;
}
