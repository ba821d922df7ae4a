import { readItemCode, waitsForItem } from "#core/catalog";
import type { MapItemRefusal } from "#core/catalog";
import { placeToAsk } from "#core/exigo";

import { readItems } from "./catalog/read-items.ts";
import type { Documents } from "./ports/documents.ts";
import type { ExigoConnections, ExigoFailure } from "./ports/exigo.ts";
import type { ExigoCatalog } from "./ports/exigo-catalog.ts";
import type { ExigoItems } from "./ports/exigo-items.ts";
import type { ItemLinks } from "./ports/item-links.ts";
import type { Shop } from "./ports/programs.ts";
import type { WakeUp } from "./ports/wake-up.ts";

export interface MapItemPorts {
  readonly itemLinks: Pick<ItemLinks, "find" | "say">;
  readonly exigoItems: Pick<ExigoItems, "find" | "keep">;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  readonly exigo: Pick<ExigoCatalog, "readItems">;
  readonly documents: Pick<Documents, "wake">;
  readonly wakeUp: Pick<WakeUp, "document">;
}

/** What a person says of a variant. */
export type ItemSaying =
  | { readonly says: "is_item"; readonly itemCode: string }
  | { readonly says: "is_none" }
  | { readonly says: "not_known" };

export type MapItemResult = { readonly ok: true } | { readonly ok: false; readonly refusal: MapItemRefusal };

/**
 * Keeps what a person says a variant is, for good until a person says something else, and wakes what waits for it. A
 * code is taken when Exigo knows the item: it is asked where the app does not. The same saying twice changes nothing.
 */
export async function mapItem(
  ports: MapItemPorts,
  {
    shop,
    variantId,
    saying,
    staff,
  }: {
    readonly shop: Pick<Shop, "programId" | "shopId">;
    readonly variantId: string;
    readonly saying: ItemSaying;
    readonly staff: string;
  },
): Promise<MapItemResult> {
  const { programId, shopId } = shop;
  const [link] = await ports.itemLinks.find(programId, shopId, [variantId]);
  if (!link) return { ok: false, refusal: { code: "variant_unknown" } };
  if (saying.says === "is_item") {
    const checked = await checkItem(ports, shop, saying.itemCode);
    if (!checked.ok) return checked;
    return say({ state: "mapped", itemCode: checked.itemCode });
  }
  return say({ state: saying.says === "is_none" ? "ignored" : "unmapped" });

  async function say(what: Parameters<ItemLinks["say"]>[1][number]["saying"]): Promise<MapItemResult> {
    await ports.itemLinks.say(programId, [{ shopId, variantId, saying: what }], { by: "person", staff });
    const ids = await ports.documents.wake(programId, waitsForItem(shopId, variantId));
    for (const id of ids) void ports.wakeUp.document(programId, id);
    return { ok: true };
  }
}

async function checkItem(
  ports: MapItemPorts,
  { programId, shopId }: Pick<Shop, "programId" | "shopId">,
  text: string,
): Promise<{ readonly ok: true; readonly itemCode: string } | Extract<MapItemResult, { ok: false }>> {
  const itemCode = readItemCode(text);
  if (itemCode === null) return { ok: false, refusal: { code: "item_code_malformed" } };
  const [known] = await ports.exigoItems.find(programId, [itemCode]);
  if (known) return { ok: true, itemCode };
  const connection = await ports.exigoConnections.find(programId);
  if (!connection) return { ok: false, refusal: { code: "exigo_not_connected" } };
  if (connection.state !== "active") return { ok: false, refusal: { code: "exigo_paused" } };
  const place = placeToAsk(connection.setup, shopId);
  if (!place) return { ok: false, refusal: { code: "sales_place_missing" } };
  const answer = await readItems(ports.exigo, { ...connection, turn: "person" }, place, [itemCode]);
  if (!answer.ok) return { ok: false, refusal: whyNotAnswered(answer) };
  const [item] = answer.value.values();
  if (!item) return { ok: false, refusal: { code: "item_unknown", itemCode } };
  const { description, longDetail, weight, isVirtual } = item;
  await ports.exigoItems.keep(programId, [
    { itemCode: item.itemCode, description, longDetail, weight, isVirtual },
  ]);
  // In Exigo's own spelling.
  return { ok: true, itemCode: item.itemCode };
}

function whyNotAnswered({ failure, message }: ExigoFailure): MapItemRefusal {
  switch (failure) {
    case "deferred":
      return { code: "exigo_busy" };
    case "refused":
    case "unauthorized":
      return { code: "exigo_refused", reason: message };
    case "retryable":
    case "unknown":
    case "out_of_reach":
      return { code: "exigo_out_of_reach" };
  }
}
