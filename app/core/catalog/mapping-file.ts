import type { MapItemRefusal } from "./types.ts";

/** The columns of a file of mappings, in their order; its reader asks for the variant and the item code alone. */
export const MAPPING_COLUMNS = {
  variantId: "Variant ID",
  sku: "SKU",
  product: "Product",
  variant: "Variant",
  itemCode: "Item code",
  state: "State",
} as const;

/** How the file calls a variant whose lines stay out of Exigo. */
export const STATE_WORDS = {
  mapped: "mapped",
  unmapped: "not mapped",
  ignored: "not in Exigo",
} as const;

/** Spreadsheets shorten long numbers and leave text alone, so that the file writes Shopify's whole name of a variant. */
const NAME = "gid://shopify/ProductVariant/";
const VARIANT = /^(?:gid:\/\/shopify\/ProductVariant\/)?([1-9]\d{0,18})$/;
/** What is put before text that a spreadsheet would take for a formula. */
const GUARD = /^'(?=[=+\-@])/;

/** Positions of the columns; `state` null: the file has none. */
export interface MappingPositions {
  readonly variantId: number;
  readonly itemCode: number;
  readonly state: number | null;
}

/** What a row says of its variant; `nothing`: it stays as it is. */
export type MappingRow =
  | { readonly says: "is_item"; readonly variantId: string; readonly itemCode: string }
  | { readonly says: "is_none"; readonly variantId: string }
  | { readonly says: "nothing"; readonly variantId: string }
  | { readonly says: "refused"; readonly refusal: MappingRowRefusal };

export type MappingRowRefusal =
  | { readonly code: "variant_id_malformed" }
  /** The row ends before the column of item codes. */
  | { readonly code: "row_too_short" };

/** Why a row of the file was not taken. */
export type MappingRefusal =
  | MapItemRefusal
  | MappingRowRefusal
  /** An earlier row is about the same variant. */
  | { readonly code: "variant_twice" }
  /** A quote is never closed: from here on the file cannot be read. */
  | { readonly code: "rest_unreadable" };

/** Shopify's whole name of a variant, as the file has it. */
export function mappingName(variantId: string): string {
  return `${NAME}${variantId}`;
}

/** Where the columns stand, whatever their order and case; or the one that is missing. */
export function findMappingColumns(
  header: readonly string[],
):
  | { readonly ok: true; readonly positions: MappingPositions }
  | { readonly ok: false; readonly missing: string } {
  const names = header.map((name) => name.trim().toLowerCase().replaceAll("_", " "));
  const at = (name: string): number => names.indexOf(name.toLowerCase());
  for (const missing of [MAPPING_COLUMNS.variantId, MAPPING_COLUMNS.itemCode])
    if (at(missing) === -1) return { ok: false, missing };
  const state = at(MAPPING_COLUMNS.state);
  return {
    ok: true,
    positions: {
      variantId: at(MAPPING_COLUMNS.variantId),
      itemCode: at(MAPPING_COLUMNS.itemCode),
      state: state === -1 ? null : state,
    },
  };
}

/**
 * Reads a row. One without an item code says nothing, so that a file that is older than a mapping takes none away; only
 * the state `not in Exigo` says something without a code.
 */
export function readMappingRow(cells: readonly string[], positions: MappingPositions): MappingRow {
  const [, variantId] = VARIANT.exec(cells[positions.variantId]?.trim() ?? "") ?? [];
  if (variantId === undefined) return { says: "refused", refusal: { code: "variant_id_malformed" } };
  const cell = cells[positions.itemCode];
  if (cell === undefined) return { says: "refused", refusal: { code: "row_too_short" } };
  const itemCode = cell.trim().replace(GUARD, "");
  if (itemCode !== "") return { says: "is_item", variantId, itemCode };
  const state = positions.state === null ? "" : (cells[positions.state]?.trim().toLowerCase() ?? "");
  return { says: state === STATE_WORDS.ignored.toLowerCase() ? "is_none" : "nothing", variantId };
}
