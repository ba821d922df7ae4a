import type { MapItemRefusal } from "#core/catalog";

/** Why a code was not taken. */
export function mapRefusalWords(refusal: MapItemRefusal): string {
  switch (refusal.code) {
    case "item_code_malformed":
      return "An item code has 1 to 20 characters";
    case "item_unknown":
      return `Exigo has no item ${refusal.itemCode}`;
    case "exigo_not_asked":
      return "Exigo could not be asked whether it has this item. Try again, or look at the connection";
    case "variant_unknown":
      return "The variant is not known any more. Load the page again";
  }
}
