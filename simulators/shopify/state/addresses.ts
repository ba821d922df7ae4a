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

/** A customer's default address as the Admin API has it; null: there is none. */
export function customerAddress({ defaultAddress }: Customer): object | null {
  if (!defaultAddress) return null;
  const { id, countryCode, ...fields } = defaultAddress;
  const gid = `gid://shopify/MailingAddress/${id}?model_name=CustomerAddress`;
  return { __typename: "MailingAddress", id: gid, ...fields, countryCodeV2: countryCode };
}

/** The same address in a webhook's words. */
export function customerAddressPayload({ id: customerId, defaultAddress }: Customer): object | null {
  if (!defaultAddress) return null;
  const { firstName, lastName, provinceCode, countryCode, ...fields } = defaultAddress;
  const codes = { province_code: provinceCode, country_code: countryCode };
  return { customer_id: customerId, first_name: firstName, last_name: lastName, ...fields, ...codes };
}

/** An address of which only some parts are given. */
export function wholeAddress(given: { [K in keyof Address]?: Address[K] | null }): Address {
  const empty = { firstName: null, lastName: null, company: null, phone: null };
  const nowhere = { address1: null, address2: null, city: null, provinceCode: null, zip: null };
  return { ...empty, ...nowhere, countryCode: null, ...given } as Address;
}
