export { draftsForCustomer } from "./drafts-for-customer.ts";
export type { CustomerPart } from "./drafts-for-customer.ts";
export { judgeAddress } from "./judge-address.ts";
export type { AddressSide, AddressVerdict } from "./judge-address.ts";
export {
  changesFor,
  fitAddress,
  ownedByShop,
  textOfAddress,
  textOfFacts,
  textOfOwned,
} from "./kept-values.ts";
export type { ExigoFacts, KeptAddress, OwnedValues, ShopSide } from "./kept-values.ts";
