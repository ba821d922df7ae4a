/**
 * Exigo's carriers by their numbers, in the names under which Shopify knows them and makes links of numbers. One that
 * Shopify does not know is shown by its name, without a link.
 */
const carriers: Readonly<Record<number, string>> = {
  2: "FedEx",
  3: "UPS",
  4: "Purolator",
  5: "Canada Post",
  6: "Canada Post",
  20: "DHL Express",
  23: "USPS",
  24: "Estafeta",
  25: "Royal Mail",
  27: "GLS",
  28: "Posten Norge",
  29: "Landmark Global",
  45: "GDEX",
};

/** The carrier's name; null: Exigo named none, or one that is not known. */
export function carrierName(carrierId: number | null): string | null {
  return carrierId === null ? null : (carriers[carrierId] ?? null);
}
