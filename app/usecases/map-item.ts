import { waitsForItem } from "#core/catalog";
import type { MapItemRefusal } from "#core/catalog";

import { checkItemCodes } from "./catalog/check-item-codes.ts";
import type { CheckItemCodesPorts } from "./catalog/check-item-codes.ts";
import type { Documents } from "./ports/documents.ts";
import type { ItemLinks } from "./ports/item-links.ts";
import type { Shop } from "./ports/programs.ts";
import type { WakeUp } from "./ports/wake-up.ts";

export interface MapItemPorts extends CheckItemCodesPorts {
  readonly itemLinks: Pick<ItemLinks, "find" | "say">;
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
    const checked = (await checkItemCodes(ports, shop, [saying.itemCode]))(saying.itemCode);
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
