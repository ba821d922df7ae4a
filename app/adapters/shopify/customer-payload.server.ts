import { z } from "zod";

import type { ShopSide } from "#core/sync";
import type { CustomerFacts } from "#usecases/ports/members";

import { optionalText, shopifyId, shopifyTime } from "./payload-fields.server.ts";

/** Before every date that Shopify gives: facts of this age never replace others. */
const LONG_AGO = "1970-01-01T00:00:00.000Z";

const calendarDay = z.iso.date();

/**
 * The body of customers/create and customers/update, and the `customer` of an order. Shopify leaves personal fields
 * out for apps without access to them, and some order payloads carry the customer's id only.
 */
export const customerPayload = z
  .object({
    id: shopifyId,
    email: optionalText,
    verified_email: z.boolean().nullish(),
    first_name: optionalText,
    last_name: optionalText,
    created_at: shopifyTime.nullish(),
    updated_at: shopifyTime.nullish(),
    /** Only read through the Admin API: webhooks carry no metafields. */
    birth_date: z.string().nullish(),
  })
  .transform((customer): CustomerFacts => ({
    customerId: customer.id,
    email: customer.email,
    emailVerified: customer.verified_email ?? false,
    firstName: customer.first_name,
    lastName: customer.last_name,
    updatedAt: customer.updated_at ?? LONG_AGO,
    customerSince: customer.created_at ?? null,
    ...(customer.birth_date === undefined ? {} : { birthDate: toDay(customer.birth_date) }),
  }));

/** The same body with all that both sides keep alike. */
export const keptCustomerPayload = z
  .object({
    id: shopifyId,
    email: optionalText,
    phone: optionalText,
    first_name: optionalText,
    last_name: optionalText,
    note: optionalText,
    updated_at: shopifyTime.nullish(),
    default_address: z
      .object({
        address1: optionalText,
        address2: optionalText,
        city: optionalText,
        province_code: optionalText,
        zip: optionalText,
        country_code: optionalText,
      })
      .nullish(),
  })
  .transform(({ default_address: found, ...customer }): ShopSide => ({
    customerId: customer.id,
    firstName: customer.first_name,
    lastName: customer.last_name,
    email: customer.email,
    phone: customer.phone,
    note: customer.note,
    updatedAt: customer.updated_at ?? LONG_AGO,
    address: found
      ? {
          address1: found.address1,
          address2: found.address2,
          city: found.city,
          state: found.province_code,
          zip: found.zip,
          country: found.country_code,
        }
      : null,
  }));
/** What is no day of the calendar is nobody's birthday, and no reason to refuse the customer. */
function toDay(text: string | null): string | null {
  return text !== null && calendarDay.safeParse(text).success ? text : null;
}
