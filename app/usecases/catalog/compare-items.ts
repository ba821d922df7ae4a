import { readItemCode } from "#core/catalog";
import { placeToAsk } from "#core/exigo";
import type { DocumentDraft } from "#core/sync";

import { mapBySku } from "../map-by-sku.ts";
import type { MapBySkuPorts } from "../map-by-sku.ts";
import type { ExigoCatalog } from "../ports/exigo-catalog.ts";
import type { ExigoItems } from "../ports/exigo-items.ts";
import type { ItemLinks } from "../ports/item-links.ts";
import type { ShopCatalog } from "../ports/shop-catalog.ts";
import { readItems } from "./read-items.ts";
import { titleFromShop, titlesOfTheShop } from "./titles-of-the-shop.ts";
import { enqueueSteps } from "./turn-types.ts";
import type { TurnEnd, TurnFailure, TurnPorts, TurnRun } from "./turn-types.ts";

export interface CompareItemsPorts extends Omit<TurnPorts, "documents"> {
  readonly documents: TurnPorts["documents"] & MapBySkuPorts["documents"];
  readonly itemLinks: MapBySkuPorts["itemLinks"] &
    Pick<ItemLinks, "listMapped" | "listUnmappedSkus" | "listByCodes" | "agree">;
  readonly exigoItems: Pick<ExigoItems, "keep" | "find" | "findAlike">;
  readonly exigoCatalog: Pick<ExigoCatalog, "readItems" | "listItemCodes">;
  readonly shopCatalog: Pick<ShopCatalog, "readVariants">;
}

/** How far a run is: through the SKUs that nobody mapped, the codes of the settings, and the mapped variants. */
type ItemPlace =
  | { readonly part: "skus"; readonly after: { readonly shopId: number; readonly variantId: string } | null }
  | { readonly part: "codes"; readonly after: string | null }
  | { readonly part: "links"; readonly shopId: number; readonly after: string | null };

const ROWS_A_PAGE = 100;

type Page = { readonly ok: true; readonly codes: readonly string[]; readonly next: ItemPlace | null };

/**
 * Reads items from Exigo: those that SKUs of the shops may name, those of the settings, and those that variants have.
 * SKUs are given their items, new items become drafts where the settings say so, and what Exigo changed is brought to
 * the products. What an item said when its variant was mapped stays the shop's own until Exigo says something else. A
 * title of Exigo's that was changed in the shop is recorded as refused, and put back where the settings say so.
 */
export async function compareItems(ports: CompareItemsPorts, run: TurnRun): Promise<TurnEnd> {
  const where = placeToAsk(run.connection.setup);
  if (!where) return { end: "done" };
  let place: ItemPlace | null = (run.turn.place as ItemPlace | null) ?? { part: "skus", after: null };
  while (place !== null) {
    if (run.signal.aborted) return { end: "broken_off" };
    const page: Page | TurnFailure = await readPage(ports, run, place);
    if (!page.ok) return { end: "failed", failure: page };
    const items = await readItems(ports.exigoCatalog, run.connection, where, page.codes);
    if (!items.ok) return { end: "failed", failure: items };
    await ports.exigoItems.keep(
      run.turn.programId,
      [...items.value.values()].map(({ itemCode, description, longDetail, weight, isVirtual }) => ({
        ...{ itemCode, description, longDetail, weight, isVirtual },
      })),
    );
    if (place.part === "skus") await mapPage(ports, run, place);
    const isListed = place.part === "codes";
    const brought =
      place.part === "skus"
        ? { ok: true as const, value: 0 }
        : await bringItems(ports, run, [...items.value.keys()], isListed);
    if (!brought.ok) return { end: "failed", failure: brought };
    place = page.next;
    const counts = { compared: page.codes.length, enqueued: brought.value };
    if (place && !(await ports.catalogTurns.advance(run.turn, { place, ...counts })))
      return { end: "broken_off" };
  }
  return { end: "done" };
}

async function readPage(
  ports: CompareItemsPorts,
  run: TurnRun,
  place: ItemPlace,
): Promise<Page | TurnFailure> {
  const { programId } = run.turn;
  const [first] = run.shops.toSorted((a, b) => a.shop.shopId - b.shop.shopId);
  if (place.part === "skus") {
    const rows = await ports.itemLinks.listUnmappedSkus(programId, place.after, ROWS_A_PAGE);
    const last = rows.at(-1);
    const next: ItemPlace =
      last && rows.length === ROWS_A_PAGE
        ? { part: "skus", after: { shopId: last.shopId, variantId: last.variantId } }
        : { part: "codes", after: null };
    return { ok: true, codes: rows.flatMap(({ sku }) => readItemCode(sku) ?? []), next };
  }
  if (place.part === "codes") {
    const { after } = place;
    const listed = await ports.exigoCatalog.listItemCodes(run.connection, { after, limit: ROWS_A_PAGE });
    if (!listed.ok) return listed;
    const last = listed.value.at(-1);
    const next: ItemPlace =
      last !== undefined && listed.value.length === ROWS_A_PAGE
        ? { part: "codes", after: last }
        : { part: "links", shopId: first?.shop.shopId ?? 0, after: null };
    return { ok: true, codes: listed.value, next };
  }
  const links = await ports.itemLinks.listMapped(programId, place.shopId, place.after, ROWS_A_PAGE);
  const codes = links.flatMap(({ itemCode }) => itemCode ?? []);
  const last = links.at(-1);
  if (last && links.length === ROWS_A_PAGE)
    return { ok: true, codes, next: { part: "links", shopId: place.shopId, after: last.variantId } };
  const following = run.shops
    .map(({ shop }) => shop.shopId)
    .filter((shopId) => shopId > place.shopId)
    .toSorted((a, b) => a - b)[0];
  return {
    ok: true,
    codes,
    next: following === undefined ? null : { part: "links", shopId: following, after: null },
  };
}

async function mapPage(
  ports: CompareItemsPorts,
  { turn }: TurnRun,
  place: Extract<ItemPlace, { part: "skus" }>,
): Promise<void> {
  const rows = await ports.itemLinks.listUnmappedSkus(turn.programId, place.after, ROWS_A_PAGE);
  await mapBySku(ports, turn.programId, rows);
}

/** Stores steps for items that a shop does not have, or that say something else than it was given last. */
async function bringItems(
  ports: CompareItemsPorts,
  { turn, shops, settings }: TurnRun,
  codes: readonly string[],
  isListed: boolean,
): Promise<{ readonly ok: true; readonly value: number } | TurnFailure> {
  const { programId, run } = turn;
  const putsBack = settings.difference === "put_back";
  const items = await ports.exigoItems.find(programId, codes);
  const drafts: DocumentDraft[] = [];
  for (const { shop } of shops) {
    const { shopId } = shop;
    const links = await ports.itemLinks.listByCodes(programId, shopId, codes);
    const titles = await titlesOfTheShop(ports, shop, settings.fields.includes("title") ? links : []);
    if (!titles.ok) return titles;
    drafts.push(...titles.value.map((title) => titleFromShop(shopId, title, putsBack ? run : null)));
    // What an item says when its variant is seen first is what both agree on.
    const firstSeen: { variantId: string; content: string }[] = [];
    for (const { itemCode, mark } of items) {
      const ofItem = links.filter((link) => link.itemCode === itemCode);
      firstSeen.push(
        ...ofItem
          .filter(({ agreedContent }) => agreedContent === null)
          .map(({ variantId }) => ({ variantId, content: mark })),
      );
      const changed = ofItem.some(({ agreedContent }) => agreedContent !== null && agreedContent !== mark);
      const missing = ofItem.length === 0 && settings.createProducts && isListed;
      const retitled = putsBack && titles.value.some((title) => title.itemCode === itemCode);
      if (!missing && !changed && !retitled) continue;
      drafts.push({
        kind: "shopify.product",
        document: `item/${shopId}/${itemCode}`,
        stepKey: `item/${shopId}/${itemCode}/${run}`,
        shopId,
        memberId: null,
        domain: "products",
        fields: ["product"],
        content: { itemCode },
      });
    }
    await ports.itemLinks.agree(programId, shopId, firstSeen);
  }
  return { ok: true, value: await enqueueSteps(ports, programId, drafts) };
}
