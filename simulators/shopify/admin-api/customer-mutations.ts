import { customerPayload } from "../payloads/customer-payload.ts";
import { customerAddress, wholeAddress } from "../state/addresses.ts";
import { parseGlobalId } from "../state/metafields.ts";
import type { Address } from "../state/address.ts";
import type { Customer } from "../state/types.ts";
import type { ApiContext } from "./context.ts";
import { requireScope } from "./context.ts";

type AddressArgs = {
  customerId: string;
  addressId?: string;
  address: Partial<Address>;
};

/** Gives the customer an address; the first one, and one that is to be, becomes the default, which alone is kept. */
export function customerAddressCreate(context: ApiContext, args: AddressArgs): object {
  return write(context, args, "customerAddressCreate", () => ({
    ...wholeAddress(args.address),
    id: context.store.nextId(),
  }));
}

/** Changes the parts of the default address that are given. */
export function customerAddressUpdate(context: ApiContext, args: AddressArgs): object {
  return write(context, args, "customerAddressUpdate", ({ defaultAddress }) => {
    const isThere = defaultAddress && args.addressId?.includes(`/${defaultAddress.id}?`);
    return isThere ? { ...defaultAddress, ...args.address } : null;
  });
}

function write(
  context: ApiContext,
  args: AddressArgs,
  field: string,
  change: (customer: Customer) => Customer["defaultAddress"],
): object {
  requireScope(context, "write_customers", field);
  const { store, shop } = context;
  const id = parseGlobalId(args.customerId)?.id;
  const customer = id === undefined ? null : store.customer(shop.domain, id);
  const refuse = (message: string) => ({ address: null, userErrors: [{ field: ["customerId"], message }] });
  if (!customer) return refuse("Customer does not exist");
  const changed = change(customer);
  if (!changed) return refuse("Address does not exist");
  if (!changed.countryCode) return refuse("Country is invalid");
  customer.defaultAddress = changed;
  customer.updatedAt = store.now();
  store.changed();
  context.emit({ shop: shop.domain, topic: "customers/update", payload: customerPayload(store, customer) });
  return { address: customerAddress(customer), userErrors: [] };
}
