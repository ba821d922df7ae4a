import { isStockChangedInShop } from "#core/catalog";
import type { DocumentDraft } from "#core/sync";

import type { StockAgreements } from "../ports/catalog.ts";
import type { ItemLink, ItemLinks } from "../ports/item-links.ts";
import { stockDifferences } from "./stock-differences.ts";
import type { ComparedStock, StockDifferencesPorts } from "./stock-differences.ts";
import { throughLinks } from "./through-links.ts";
import { enqueueSteps } from "./turn-types.ts";
import type { TurnEnd, TurnFailure, TurnPorts, TurnRun, TurnShop } from "./turn-types.ts";

export interface CompareStockPorts extends TurnPorts, StockDifferencesPorts {
  readonly itemLinks: Pick<ItemLinks, "listMapped">;
  readonly stockAgreements: StockAgreements;
}

/**
 * Compares the stock of mapped variants, location by location, and stores steps for those that differ. What was changed
 * in the shop is recorded as refused by the ownership table, once, and put back like any other difference.
 */
export function compareStock(ports: CompareStockPorts, run: TurnRun): Promise<TurnEnd> {
  const shops = run.shops.filter(({ settings }) => settings.stock);
  return throughLinks(ports, run, shops, (shop, links) => comparePage(ports, run, shop, links));
}

async function comparePage(
  ports: CompareStockPorts,
  run: TurnRun,
  turnShop: TurnShop,
  links: readonly ItemLink[],
): Promise<{ readonly ok: true; readonly value: number } | TurnFailure> {
  const { turn, connection } = run;
  const { shop, settings } = turnShop;
  const { programId, shopId } = shop;
  let enqueued = 0;
  for (const warehouse of settings.locations) {
    const { stockFigure: figure } = run.settings;
    const place = { access: connection, shop, settings, warehouse, figure };
    const compared = await stockDifferences(ports, place, links);
    if (!compared.ok) return compared;
    const { locationId } = warehouse;
    const agreed = await judge(ports, { programId, shopId, locationId }, compared.value);
    const drafts = agreed.changed.map(({ variantId }) =>
      stockFromShop({ shopId, locationId, variantId, run: turn.run }),
    );
    const variantIds = compared.value.differences.map(({ variantId }) => variantId);
    const [first] = variantIds;
    const document = `stock/${shopId}/${locationId}`;
    if (first !== undefined)
      drafts.push({
        kind: "shopify.stock",
        document,
        stepKey: `${document}/${first}/${turn.run}`,
        shopId,
        memberId: null,
        domain: "inventory",
        fields: ["stock"],
        content: { locationId, variantIds },
      });
    enqueued += await enqueueSteps(ports, programId, drafts);
    // Kept after it is recorded: a process that is lost in between records it again, under the same key.
    await ports.stockAgreements.keep(programId, shopId, locationId, [...agreed.changed, ...agreed.alike]);
  }
  return { ok: true, value: enqueued };
}

/** What of the stock was changed in the shop and is not recorded yet, and what is newly alike. */
async function judge(
  { stockAgreements }: Pick<CompareStockPorts, "stockAgreements">,
  place: { readonly programId: number; readonly shopId: number; readonly locationId: string },
  { differences, equal }: ComparedStock,
) {
  const { programId, shopId, locationId } = place;
  const ids = [...differences, ...equal].map(({ variantId }) => variantId);
  const known = await stockAgreements.find(programId, shopId, locationId, ids);
  const changed = differences.flatMap(({ variantId, from, to }) => {
    const agreed = known.get(variantId) ?? null;
    const isNew = isStockChangedInShop({ wanted: to, inShop: from, agreed: agreed?.units ?? null });
    return isNew && agreed?.isChanged === false ? [{ variantId, units: to, isChanged: true }] : [];
  });
  const alike = equal
    .filter(({ variantId, units }) => {
      const agreed = known.get(variantId);
      return agreed?.units !== units || agreed.isChanged;
    })
    .map((level) => ({ ...level, isChanged: false }));
  return { changed, alike };
}

/** What a change of stock in the shop would be, were it to go to Exigo: the ownership table refuses and records it. */
function stockFromShop({
  shopId,
  locationId,
  variantId,
  run,
}: {
  readonly shopId: number;
  readonly locationId: string;
  readonly variantId: string;
  readonly run: number;
}): DocumentDraft {
  return {
    kind: "exigo.stock",
    document: `stock/${shopId}/${locationId}/${variantId}`,
    stepKey: `stock-from-shop/${shopId}/${locationId}/${variantId}/${run}`,
    shopId,
    memberId: null,
    domain: "inventory",
    fields: ["stock"],
    content: { variantId },
  };
}
