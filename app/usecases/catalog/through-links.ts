import type { ItemLink, ItemLinks } from "../ports/item-links.ts";
import type { TurnEnd, TurnFailure, TurnPorts, TurnRun, TurnShop } from "./turn-types.ts";

/** How far a run through the mapped variants of shops is. */
interface LinkPlace {
  readonly shopId: number;
  readonly after: string | null;
}

/** Variants that are compared at a time: one call each to Shopify, two to Exigo. */
const LINKS_A_PAGE = 100;

export interface ThroughLinksPorts extends TurnPorts {
  readonly itemLinks: Pick<ItemLinks, "listMapped">;
}

/**
 * Goes through the mapped variants of the shops page by page and notes after each page how far it is, so that another
 * process goes on there. `compare` answers with the steps that it stored, or with what stood in its way.
 */
export async function throughLinks(
  ports: ThroughLinksPorts,
  run: TurnRun,
  shops: readonly TurnShop[],
  compare: (
    shop: TurnShop,
    links: readonly ItemLink[],
  ) => Promise<{ readonly ok: true; readonly value: number } | TurnFailure>,
): Promise<TurnEnd> {
  const place = run.turn.place as LinkPlace | null;
  const ordered = shops.toSorted((a, b) => a.shop.shopId - b.shop.shopId);
  for (const shop of ordered) {
    const { shopId, programId } = shop.shop;
    if (place && shopId < place.shopId) continue;
    let after = place?.shopId === shopId ? place.after : null;
    for (;;) {
      if (run.signal.aborted) return { end: "broken_off" };
      const links = await ports.itemLinks.listMapped(programId, shopId, after, LINKS_A_PAGE);
      if (links.length === 0) break;
      const compared = await compare(shop, links);
      if (!compared.ok) return { end: "failed", failure: compared };
      after = links.at(-1)?.variantId ?? null;
      const counts = { compared: links.length, enqueued: compared.value };
      const next: LinkPlace = { shopId, after };
      if (!(await ports.catalogTurns.advance(run.turn, { place: next, ...counts })))
        return { end: "broken_off" };
      if (links.length < LINKS_A_PAGE) break;
    }
  }
  return { end: "done" };
}
