import { wholeAddress } from "../state/addresses.ts";
import { globalId } from "../state/metafields.ts";
import { customerPayload, customerTagsPayload } from "../payloads/customer-payload.ts";
import type { Customer } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { CreateCustomerInput, UpdateCustomerInput } from "./inputs.ts";
import { refuseUnless } from "./refused.ts";
import { requireShop } from "./shops.ts";

/** The customer, or a refusal that names it. */
export function requireCustomer({ store }: OperationContext, shop: string, customerId: number): Customer {
  const customer = store.customer(shop, customerId);
  refuseUnless(customer, `There is no customer ${customerId} in ${shop}.`);
  return customer;
}

function refuseTakenEmail(
  { store }: OperationContext,
  shop: string,
  email: string | null,
  except?: number,
): void {
  if (!email) return;
  const taken = store.customersOf(shop).some((other) => other.email === email && other.id !== except);
  refuseUnless(!taken, `The email ${email} has already been taken.`);
}

/** Adds a customer; emits customers/create. */
export function createCustomer(context: OperationContext, input: CreateCustomerInput): Customer {
  const { store, emit } = context;
  requireShop(context, input.shop);
  const email = input.email?.trim().toLowerCase() ?? null;
  refuseTakenEmail(context, input.shop, email);
  const now = store.now();
  const customer: Customer = {
    id: store.nextId(),
    shop: input.shop,
    email,
    emailVerified: input.emailVerified ?? true,
    phone: input.phone ?? null,
    firstName: input.firstName ?? "",
    lastName: input.lastName ?? "",
    tags: input.tags ?? [],
    note: input.note ?? null,
    state: "enabled",
    locale: input.locale ?? "en",
    defaultAddress: input.address ? { ...wholeAddress(input.address), id: store.nextId() } : null,
    createdAt: now,
    updatedAt: now,
  };
  store.state.customers[String(customer.id)] = customer;
  store.changed();
  emit({ shop: input.shop, topic: "customers/create", payload: customerPayload(store, customer) });
  emitTags(context, customer, []);
  return customer;
}

/** Tells what was put on and taken off; tags are the same without regard to case. */
function emitTags({ store, emit }: OperationContext, customer: Customer, before: string[]): void {
  const isIn = (tags: string[], tag: string) =>
    tags.some((other) => other.toLowerCase() === tag.toLowerCase());
  const { shop, tags: now } = customer;
  const added = now.filter((tag) => !isIn(before, tag));
  const removed = before.filter((tag) => !isIn(now, tag));
  const tell = (topic: string, tags: string[]) => {
    if (tags.length > 0) emit({ shop, topic, payload: customerTagsPayload(customer, tags, store.now()) });
  };
  tell("customer.tags_added", added);
  tell("customer.tags_removed", removed);
}

/** Changes the given fields; emits customers/update and what changed of the tags. */
export function updateCustomer(context: OperationContext, input: UpdateCustomerInput): Customer {
  const { store, emit } = context;
  const { shop, customerId, address, ...fields } = input;
  const customer = requireCustomer(context, shop, customerId);
  const tagsBefore = customer.tags;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const email = input.email === undefined ? customer.email : (input.email?.trim().toLowerCase() ?? null);
  refuseTakenEmail(context, shop, email, customerId);
  Object.assign(customer, given, { email, updatedAt: store.now() });
  if (address !== undefined) {
    const id = customer.defaultAddress?.id ?? store.nextId();
    customer.defaultAddress = address === null ? null : { ...wholeAddress(address), id };
  }
  store.changed();
  emit({ shop, topic: "customers/update", payload: customerPayload(store, customer) });
  emitTags(context, customer, tagsBefore);
  return customer;
}

function removeCustomer({ store }: OperationContext, customer: Customer): void {
  delete store.state.customers[String(customer.id)];
  const ownerId = globalId("Customer", customer.id);
  for (const [key, metafield] of Object.entries(store.state.metafields))
    if (metafield.ownerId === ownerId) delete store.state.metafields[key];
  store.changed();
}

/** Deletes a customer without orders, as Shopify allows; emits customers/delete. */
export function deleteCustomer(context: OperationContext, input: { shop: string; customerId: number }): void {
  const { store, emit } = context;
  const customer = requireCustomer(context, input.shop, input.customerId);
  const hasOrders = store.ordersOf(input.shop).some((order) => order.customerId === customer.id);
  refuseUnless(!hasOrders, "A customer with orders cannot be deleted.");
  removeCustomer(context, customer);
  const payload = {
    id: customer.id,
    phone: customer.phone,
    addresses: [],
    tax_exemptions: [],
    email_marketing_consent: null,
    sms_marketing_consent: null,
    admin_graphql_api_id: globalId("Customer", customer.id),
  };
  emit({ shop: input.shop, topic: "customers/delete", payload });
}

/** Puts one customer's orders and tags on another and removes it; emits customers/merge. */
export function mergeCustomers(
  context: OperationContext,
  input: { shop: string; keptId: number; deletedId: number },
): Customer {
  const { store, emit } = context;
  refuseUnless(input.keptId !== input.deletedId, "A customer cannot be merged with itself.");
  const kept = requireCustomer(context, input.shop, input.keptId);
  const deleted = requireCustomer(context, input.shop, input.deletedId);
  for (const order of store.ordersOf(input.shop))
    if (order.customerId === deleted.id) order.customerId = kept.id;
  const tagsBefore = kept.tags;
  kept.tags = [...new Set([...kept.tags, ...deleted.tags])];
  kept.updatedAt = store.now();
  removeCustomer(context, deleted);
  const payload = {
    admin_graphql_api_customer_kept_id: globalId("Customer", kept.id),
    admin_graphql_api_customer_deleted_id: globalId("Customer", deleted.id),
    admin_graphql_api_job_id: null,
    status: "completed",
    errors: [],
  };
  emit({ shop: input.shop, topic: "customers/merge", payload });
  emitTags(context, kept, tagsBefore);
  return kept;
}
