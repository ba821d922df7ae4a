import { z } from "zod";

import type { KeptAddress } from "#core/sync";
import type { ShopCustomer, ShopCustomers } from "#usecases/ports/shop-customers";
import type { ShopifyAnswer } from "#usecases/ports/storefront";

import type { AdminClient } from "./admin-client.server.ts";
import { DELETE_BALANCES, SET_BALANCES } from "./documents/balance-metafield.server.ts";
import { CREATE_ADDRESS, CUSTOMER, UPDATE_ADDRESS } from "./documents/customer.server.ts";
import { optionalText, shopifyTime } from "./payload-fields.server.ts";

const answer = z.object({
  customer: z
    .object({
      firstName: optionalText,
      lastName: optionalText,
      note: optionalText,
      updatedAt: shopifyTime,
      defaultEmailAddress: z.object({ emailAddress: optionalText }).nullable(),
      defaultPhoneNumber: z.object({ phoneNumber: optionalText }).nullable(),
      defaultAddress: z
        .object({
          id: z.string(),
          address1: optionalText,
          address2: optionalText,
          city: optionalText,
          provinceCode: optionalText,
          zip: optionalText,
          countryCodeV2: optionalText,
        })
        .nullable(),
    })
    .nullable(),
});
const userErrors = z.object({ userErrors: z.array(z.object({ message: z.string() })) });
const mutated = z.record(z.string(), userErrors);

type Row = NonNullable<z.output<typeof answer>["customer"]>;

const gid = (customerId: string): string => `gid://shopify/Customer/${customerId}`;

/** Customers of shops through the Admin API. */
export function createShopCustomers(admin: AdminClient): ShopCustomers {
  const write = (shopDomain: string, document: string, variables: Record<string, unknown>) =>
    mutate(admin, shopDomain, { document, variables });
  return {
    async read(shopDomain, customerId) {
      const read = await admin.run(shopDomain, {
        document: CUSTOMER,
        variables: { id: gid(customerId) },
        data: answer,
      });
      if (!read.ok) return read;
      const row = read.value.customer;
      return { ok: true, value: row && toCustomer(customerId, row) };
    },
    writeAddress(shopDomain, { customerId, addressId }, kept) {
      const variables = { customerId: gid(customerId), address: inputOf(kept) };
      return addressId === null
        ? write(shopDomain, CREATE_ADDRESS, variables)
        : write(shopDomain, UPDATE_ADDRESS, { ...variables, addressId });
    },
    async writeFacts(shopDomain, customerId, facts, metafields) {
      const named = Object.entries(metafields).flatMap(([fact, name]) => {
        const [namespace, key] = name?.split(".") ?? [];
        const owner = { ownerId: gid(customerId), namespace, key };
        return name === null ? [] : [{ owner, value: facts[fact as keyof typeof facts] }];
      });
      const set = named.flatMap(({ owner, value }) =>
        value === null ? [] : [{ ...owner, value, type: "single_line_text_field" }],
      );
      const gone = named.flatMap(({ owner, value }) => (value === null ? [owner] : []));
      if (set.length > 0) {
        const done = await write(shopDomain, SET_BALANCES, { metafields: set });
        if (!done.ok) return done;
      }
      return gone.length === 0 ? { ok: true } : write(shopDomain, DELETE_BALANCES, { metafields: gone });
    },
  };
}

async function mutate(
  admin: AdminClient,
  shopDomain: string,
  call: { readonly document: string; readonly variables: Record<string, unknown> },
): Promise<ShopifyAnswer> {
  const done = await admin.run(shopDomain, { ...call, data: mutated });
  if (!done.ok) return done;
  const [refused] = Object.values(done.value).flatMap((each) => each.userErrors);
  return refused ? { ok: false, failure: "refused", message: refused.message } : { ok: true };
}

function toCustomer(customerId: string, row: Row): ShopCustomer {
  const { defaultAddress: found } = row;
  return {
    customerId,
    firstName: row.firstName,
    lastName: row.lastName,
    note: row.note,
    email: row.defaultEmailAddress?.emailAddress ?? null,
    phone: row.defaultPhoneNumber?.phoneNumber ?? null,
    updatedAt: row.updatedAt,
    addressId: found?.id ?? null,
    address: found && {
      address1: found.address1,
      address2: found.address2,
      city: found.city,
      state: found.provinceCode,
      zip: found.zip,
      country: found.countryCodeV2,
    },
  };
}

/** Where the country stands for a state that there is none of, Shopify is told none. */
function inputOf({
  address1,
  address2,
  city,
  state,
  zip,
  country,
}: KeptAddress): Record<string, string | null> {
  const provinceCode = state === country ? null : state;
  return { address1, address2, city, provinceCode, zip, countryCode: country };
}
