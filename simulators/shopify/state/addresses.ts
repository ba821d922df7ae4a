import type { Address } from "./address.ts";
import type { Customer, Order } from "./types.ts";

/** Where the parcels of people go who gave no address of their own. */
export function standInAddress(customer: Customer | undefined): Address {
  return {
    firstName: customer?.firstName ?? "Guest",
    lastName: customer?.lastName ?? "Shopper",
    company: null,
    address1: "1 Main Street",
    address2: null,
    city: "Springfield",
    provinceCode: "IL",
    zip: "62701",
    countryCode: "US",
    phone: customer?.phone ?? null,
  };
}

/** The order's shipping address as the Admin API's MailingAddress has it; null: nothing is shipped. */
export function mailingAddress({ shippingAddress }: Order): object | null {
  if (!shippingAddress) return null;
  const { countryCode, ...fields } = shippingAddress;
  return { __typename: "MailingAddress", ...fields, countryCodeV2: countryCode };
}

/** The same address in a webhook's words. */
export function addressPayload({ shippingAddress }: Order): object | null {
  if (!shippingAddress) return null;
  const { firstName, lastName, provinceCode, countryCode, ...fields } = shippingAddress;
  const codes = { province_code: provinceCode, country_code: countryCode };
  return { first_name: firstName, last_name: lastName, ...fields, ...codes };
}
