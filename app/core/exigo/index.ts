export { DEFAULT_EXIGO_API, DEFAULT_EXIGO_SETUP } from "./setup.ts";
export type {
  CurrencyTerms,
  ExigoApiSetup,
  ExigoCatalogSetup,
  ExigoCustomersSetup,
  ExigoItemsSetup,
  ExigoOrdersSetup,
  ExigoPointsSetup,
  ExigoSetup,
  FieldRule,
  ShipMethodRule,
  ShopCatalogSetup,
} from "./setup.ts";
export { placeToAsk } from "./place-to-ask.ts";
export { shipMethodFor, termsFor } from "./terms.ts";
