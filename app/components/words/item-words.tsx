import type { MapItemRefusal } from "#core/catalog";

/** Why a code was not taken. */
export function mapRefusalWords(refusal: MapItemRefusal): string {
  switch (refusal.code) {
    case "item_code_malformed":
      return "An item code has 1 to 20 characters";
    case "item_unknown":
      return `Exigo has no item ${refusal.itemCode}`;
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
      return "The variant is not known any more. Load the page again";
  }
}
