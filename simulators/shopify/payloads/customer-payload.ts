import { customerAddressPayload } from "../state/addresses.ts";
import { globalId } from "../state/metafields.ts";
import type { Store } from "../state/store.ts";
import type { Customer } from "../state/types.ts";
import { inShopZone } from "./shop-time.ts";

/** The body of customers/create and customers/update, and the `customer` of an order; tags have topics of their own. */
export function customerPayload(store: Store, customer: Customer): object {
  const at = (iso: string): string => inShopZone(store, customer.shop, iso);
  return {
    id: customer.id,
    admin_graphql_api_id: globalId("Customer", customer.id),
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    phone: customer.phone,
    state: customer.state,
    note: customer.note,
    verified_email: customer.emailVerified,
    currency: store.shop(customer.shop)?.currency ?? null,
    tax_exempt: false,
    tax_exemptions: [],
    multipass_identifier: null,
    email_marketing_consent: null,
    sms_marketing_consent: null,
    created_at: at(customer.createdAt),
    updated_at: at(customer.updatedAt),
    addresses: customer.defaultAddress ? [customerAddressPayload(customer)] : [],
    ...(customer.defaultAddress ? { default_address: customerAddressPayload(customer) } : {}),
  };
}

/** The body of customer.tags_added and customer.tags_removed. */
export function customerTagsPayload(customer: Customer, tags: string[], occurredAt: string): object {
  return { customerId: globalId("Customer", customer.id), tags, occurredAt };
}
