import type { DocumentDraft } from "#core/sync";

import type { ItemLink, ItemLinks } from "../ports/item-links.ts";
import { stockDifferences } from "./stock-differences.ts";
import type { StockDifferencesPorts } from "./stock-differences.ts";
import { throughLinks } from "./through-links.ts";
import { enqueueSteps } from "./turn-types.ts";
import type { TurnEnd, TurnFailure, TurnPorts, TurnRun, TurnShop } from "./turn-types.ts";

export interface CompareStockPorts extends TurnPorts, StockDifferencesPorts {
  readonly itemLinks: Pick<ItemLinks, "listMapped">;
}

/** Compares the stock of mapped variants, location by location, and stores steps for those that differ. */
export function compareStock(ports: CompareStockPorts, run: TurnRun): Promise<TurnEnd> {
  const shops = run.shops.filter(({ settings }) => settings.stock);
  return throughLinks(ports, run, shops, (shop, links) => comparePage(ports, run, shop, links));
}

async function comparePage(
  ports: CompareStockPorts,
  { turn, connection, settings: { stockFigure } }: TurnRun,
  { shop, settings }: TurnShop,
  links: readonly ItemLink[],
): Promise<{ readonly ok: true; readonly value: number } | TurnFailure> {
  const { programId, shopId } = shop;
  const drafts: DocumentDraft[] = [];
  for (const warehouse of settings.locations) {
    const place = { access: connection, shop, settings, warehouse, figure: stockFigure };
    const differences = await stockDifferences(ports, place, links);
    if (!differences.ok) return differences;
    const variantIds = differences.value.map(({ variantId }) => variantId);
    const [first] = variantIds;
    if (first === undefined) continue;
    const document = `stock/${shopId}/${warehouse.locationId}`;
    drafts.push({
      kind: "shopify.stock",
      document,
      stepKey: `${document}/${first}/${turn.run}`,
      shopId,
      memberId: null,
      domain: "inventory",
      fields: ["stock"],
      content: { locationId: warehouse.locationId, variantIds },
    });
  }
  return { ok: true, value: await enqueueSteps(ports, programId, drafts) };
}
