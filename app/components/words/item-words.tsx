import type { MappingRefusal } from "#core/catalog";

/** Why a code was not taken, at a field or in a row of a file. */
export function mapRefusalWords(refusal: MappingRefusal): string {
  switch (refusal.code) {
    case "item_code_malformed":
      return "An item code has 1 to 20 characters";
    case "item_unknown":
      return `Exigo has no item ${refusal.itemCode}, or no price for it in this store’s currency`;
    case "exigo_not_connected":
      return "Connect Exigo first, on the settings page";
    case "exigo_paused":
      return "The connection to Exigo is paused. Resume it on the settings page";
    case "sales_place_missing":
      return "Say first how this store sells in Exigo: currency, price type and warehouse, at the end of this page";
    case "exigo_busy":
      return "The calls to Exigo are used up for now. Try again in a minute";
    case "exigo_out_of_reach":
      return "Exigo did not answer. Try again";
    case "exigo_refused":
      return `Exigo did not say whether it has this item: ${refusal.reason}`;
    case "variant_unknown":
      return "The variant is not known in this store";
    case "variant_id_malformed":
      return "The variant ID cannot be read. Spreadsheets shorten long numbers: keep the IDs of the downloaded file";
    case "row_too_short":
      return "The row ends before the item code";
    case "variant_twice":
      return "An earlier row is about the same variant";
    case "rest_unreadable":
      return "A quote is not closed: from here on the file was not read";
  }
}
