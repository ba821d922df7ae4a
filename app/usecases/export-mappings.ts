import { MAPPING_COLUMNS, mappingName, STATE_WORDS } from "#core/catalog";
import { csvLine } from "#core/spreadsheet";

import type { ItemLink, ItemLinks } from "./ports/item-links.ts";
import type { Shop } from "./ports/programs.ts";

const VARIANTS_AT_ONCE = 500;

/** All variants of a shop with their items as CSV, some hundred at a time; `mapByFile` reads it. Throws the port's faults. */
export async function* exportMappings(
  { itemLinks }: { readonly itemLinks: Pick<ItemLinks, "listPage"> },
  { programId, shopId }: Pick<Shop, "programId" | "shopId">,
): AsyncGenerator<string> {
  // Without the mark at its beginning a spreadsheet takes the file for something else than UTF-8.
  yield `\uFEFF${csvLine(Object.values(MAPPING_COLUMNS))}\r\n`;
  let after: string | null = null;
  for (;;) {
    const page: readonly ItemLink[] = await itemLinks.listPage(programId, {
      ...{ shopId, state: "all", search: "", after, limit: VARIANTS_AT_ONCE },
    });
    if (page.length > 0) yield page.map((link) => `${csvLine(cellsOf(link))}\r\n`).join("");
    after = page.at(-1)?.variantId ?? null;
    if (page.length < VARIANTS_AT_ONCE) return;
  }
}

function cellsOf({ variantId, sku, productTitle, variantTitle, itemCode, state }: ItemLink) {
  return [mappingName(variantId), sku, productTitle, variantTitle, itemCode, STATE_WORDS[state]];
}
