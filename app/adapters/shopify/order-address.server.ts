import { z } from "zod";

import type { OrderAddress, OrderAddresses } from "#usecases/ports/order-addresses";

import type { AdminClient } from "./admin-client.server.ts";
import { ORDER_ADDRESS } from "./documents/order-address.server.ts";

const text = z
  .string()
  .nullable()
  .transform((value) => value?.trim() || null);

const address = z.object({
  firstName: text,
  lastName: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  provinceCode: text,
  zip: text,
  countryCodeV2: text,
  phone: text,
});

const answer = z.object({
  shop: z.object({
    shopAddress: address.pick({
      address1: true,
      address2: true,
      city: true,
      provinceCode: true,
      zip: true,
      countryCodeV2: true,
    }),
  }),
  order: z
    .object({
      email: text,
      phone: text,
      customer: z.object({ firstName: text, lastName: text }).nullable(),
      shippingAddress: address.nullable(),
      billingAddress: address.nullable(),
      shippingLines: z.object({ nodes: z.array(z.object({ title: z.string(), code: text })) }),
    })
    .nullable(),
});

type Read = z.output<typeof answer>;

/** What is shipped nowhere has a name all the same: Exigo companies commonly refuse orders without one. */
const NOBODY = { firstName: "Shop", lastName: "Customer" };

/** Addresses of orders, read through the Admin API. Nothing is thrown for what Shopify does. */
export function createShopifyOrderAddresses(admin: AdminClient): OrderAddresses {
  return {
    async read(shopDomain, orderId) {
      const variables = { id: `gid://shopify/Order/${orderId}` };
      const read = await admin.run(shopDomain, { document: ORDER_ADDRESS, variables, data: answer });
      if (!read.ok) return read;
      return {
        ok: true,
        value: read.value.order && toAddress(read.value.order, read.value.shop.shopAddress),
      };
    },
  };
}

/**
 * The shipping address, or the billing one of what is not shipped. What has neither, such as a sale over the counter,
 * was handed over at the shop's own address: Exigo takes no order without a country.
 */
function toAddress(
  order: NonNullable<Read["order"]>,
  shopAddress: Read["shop"]["shopAddress"],
): OrderAddress {
  const found = order.shippingAddress ?? order.billingAddress;
  const place = found ?? shopAddress;
  const [shipping] = order.shippingLines.nodes;
  return {
    shipTo: {
      firstName: found?.firstName ?? order.customer?.firstName ?? NOBODY.firstName,
      lastName: found?.lastName ?? order.customer?.lastName ?? NOBODY.lastName,
      company: found?.company ?? null,
      address1: place.address1,
      address2: place.address2,
      city: place.city,
      state: place.provinceCode,
      zip: place.zip,
      country: place.countryCodeV2,
      email: order.email,
      phone: found?.phone ?? order.phone,
    },
    shipping: shipping ? { title: shipping.title, code: shipping.code } : null,
  };
}
