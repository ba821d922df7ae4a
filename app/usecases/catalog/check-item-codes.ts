import { readItemCode } from "#core/catalog";
import type { MapItemRefusal } from "#core/catalog";
import { placeToAsk } from "#core/exigo";

import type { ExigoConnections, ExigoFailure } from "../ports/exigo.ts";
import type { ExigoCatalog } from "../ports/exigo-catalog.ts";
import type { ExigoItems } from "../ports/exigo-items.ts";
import type { Shop } from "../ports/programs.ts";
import { readItems } from "./read-items.ts";

export interface CheckItemCodesPorts {
  readonly exigoItems: Pick<ExigoItems, "find" | "keep">;
  readonly exigoConnections: Pick<ExigoConnections, "find">;
  readonly exigo: Pick<ExigoCatalog, "readItems">;
}

/** A code in Exigo's own spelling, or why it is not taken. */
export type CheckedCode =
  { readonly ok: true; readonly itemCode: string } | { readonly ok: false; readonly refusal: MapItemRefusal };

/**
 * Checks item codes that a person gives: one is taken when Exigo has the item. Exigo is asked where the app does not
 * know it, in the turn of people, and what it says is kept. Answers for each text.
 */
export async function checkItemCodes(
  ports: CheckItemCodesPorts,
  shop: Pick<Shop, "programId" | "shopId">,
  texts: readonly string[],
): Promise<(text: string) => CheckedCode> {
  const codes = [...new Set(texts.flatMap((text) => readItemCode(text) ?? []))];
  const found = codes.length === 0 ? [] : await ports.exigoItems.find(shop.programId, codes);
  const known = new Set(found.map(({ itemCode }) => itemCode));
  const strange = codes.filter((code) => !known.has(code));
  const asked = strange.length === 0 ? null : await askExigo(ports, shop, strange);
  return (text) => {
    const itemCode = readItemCode(text);
    if (itemCode === null) return { ok: false, refusal: { code: "item_code_malformed" } };
    if (known.has(itemCode)) return { ok: true, itemCode };
    if (asked?.ok !== true)
      return { ok: false, refusal: asked?.refusal ?? { code: "item_unknown", itemCode } };
    const spelled = asked.spellings.get(itemCode.toLowerCase());
    return spelled === undefined
      ? { ok: false, refusal: { code: "item_unknown", itemCode } }
      : { ok: true, itemCode: spelled };
  };
}

type Asked =
  | { readonly ok: true; readonly spellings: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly refusal: MapItemRefusal };

async function askExigo(
  ports: CheckItemCodesPorts,
  { programId, shopId }: Pick<Shop, "programId" | "shopId">,
  codes: readonly string[],
): Promise<Asked> {
  const connection = await ports.exigoConnections.find(programId);
  if (!connection) return { ok: false, refusal: { code: "exigo_not_connected" } };
  if (connection.state !== "active") return { ok: false, refusal: { code: "exigo_paused" } };
  const place = placeToAsk(connection.setup, shopId);
  if (!place) return { ok: false, refusal: { code: "sales_place_missing" } };
  const answer = await readItems(ports.exigo, { ...connection, turn: "person" }, place, codes);
  if (!answer.ok) return { ok: false, refusal: whyNotAnswered(answer) };
  const items = [...answer.value.values()];
  await ports.exigoItems.keep(
    programId,
    items.map(({ itemCode, description, longDetail, weight, isVirtual }) => ({
      ...{ itemCode, description, longDetail, weight, isVirtual },
    })),
  );
  return { ok: true, spellings: new Map(items.map(({ itemCode }) => [itemCode.toLowerCase(), itemCode])) };
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
