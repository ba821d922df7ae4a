import type { Choice, SetupField, SetupGroup } from "./setup-field.ts";
import { callFields, itemFields } from "./setup-fields-technical.ts";

const numbered = (names: readonly string[]): Choice[] =>
  names.map((name, number) => ({ value: String(number), label: `${number} · ${name}` }));
const slots = (prefix: string, first: number, last: number): Choice[] =>
  Array.from({ length: last - first + 1 }, (_, index) => {
    const slot = `${prefix}${first + index}`;
    return { value: slot, label: slot };
  });

const statuses = numbered([
  ...["Incomplete", "Pending", "Card declined", "ACH declined", "Canceled", "Card pending", "ACH pending"],
  ...["Accepted", "Printed", "Shipped", "Pending inventory"],
]);
const paymentTypes = numbered([
  ...["Cash", "Credit card", "Check", "Credit voucher", "Net 30", "Net 60", "Use credit", "ACH debit"],
  ...[
    "Bank draft",
    "Bank wire",
    "Points",
    "COD",
    "Money order",
    "Bank deposit",
    "Other 1",
    "Other 2",
    "Other 3",
  ],
]).filter(({ label }) => !label.endsWith("Points"));
const shopifyFields: Choice[] = [
  { value: "firstName", label: "First name" },
  { value: "lastName", label: "Last name" },
  { value: "email", label: "Email" },
  { value: "phone", label: "Phone" },
  { value: "note", label: "Note" },
  { value: "customerId", label: "Customer number" },
];

const orderFields: readonly SetupField[] = [
  {
    path: "orders.from",
    label: "Send orders made from",
    kind: "moment",
    optional: true,
    help: "A day such as 2026-12-01. Empty: no order is sent.",
  },
  {
    path: "orders.currencies",
    label: "Currencies",
    kind: "rows",
    add: "Add a currency",
    help: "Where orders in each of Shopify’s currencies are sold. An order in another currency waits for a person.",
    columns: [
      { name: "shopifyCurrency", label: "In Shopify", kind: "text" },
      { name: "currencyCode", label: "In Exigo", kind: "text" },
      { name: "warehouseId", label: "Warehouse", kind: "number" },
      { name: "priceType", label: "Price type", kind: "number" },
      { name: "shipMethodId", label: "Ship method", kind: "number" },
    ],
  },
  {
    path: "orders.shipMethods",
    label: "Ship methods",
    kind: "rows",
    add: "Add a ship method",
    help: "The title or code of a shipping rate in Shopify, and what it is in a warehouse. All others go by the currency’s.",
    columns: [
      { name: "title", label: "Rate in Shopify", kind: "text" },
      { name: "warehouseId", label: "Warehouse", kind: "number" },
      { name: "shipMethodId", label: "Ship method", kind: "number" },
    ],
  },
  {
    path: "orders.key",
    label: "Shopify’s order number goes to",
    kind: "choice",
    options: [{ value: "orderKey", label: "Order key" }, ...slots("other", 11, 20)],
    help: "An order is looked up by it before it is made, so that it is never made twice.",
  },
  {
    path: "orders.orderType",
    label: "Order type",
    kind: "number",
    help: "11 is Exigo’s type for orders of an interface.",
  },
  {
    path: "orders.paidStatus",
    label: "Status of a paid order",
    kind: "choice",
    options: statuses,
    help: "Set after the payment is recorded.",
  },
  {
    path: "orders.returnStatus",
    label: "Status of a return",
    kind: "choice",
    options: statuses,
    help: "One that no warehouse picks up.",
  },
  {
    path: "orders.paymentType",
    label: "Payment type for money that Shopify took",
    kind: "choice",
    options: paymentTypes,
    help: "The payment is only recorded; nothing is charged.",
  },
  {
    path: "orders.refundPayments",
    label: "Record refunded money on returns",
    kind: "check",
    help: "As a payment below zero. Only where Exigo has confirmed that your company wants one; the return’s total says the same.",
  },
  {
    path: "orders.guestCustomerId",
    label: "Customer for orders without one",
    kind: "number",
    optional: true,
    help: "A customer’s number in Exigo. Empty: such orders wait for a person.",
  },
  {
    path: "orders.otherItemCode",
    label: "Item for tips and custom lines",
    kind: "text",
    optional: true,
    help: "An item code in Exigo. Empty: orders with such lines wait for a person.",
  },
  {
    path: "orders.transaction",
    label: "Order and payment in one call",
    kind: "check",
    help: "Only where Exigo has confirmed that your company may use /transaction.",
  },
];

const customerFields: readonly SetupField[] = [
  {
    path: "customers.keepAlike",
    label: "Keep customers alike on both sides",
    kind: "check",
    help: "Shopify’s names, emails and phones go to Exigo; type, rank and enroller come from it; the newer address wins.",
  },
  {
    path: "customers.key",
    label: "The app’s key of a customer goes to",
    kind: "choice",
    options: [{ value: "customerKey", label: "Customer key" }, ...slots("field", 1, 15)],
    help: "A customer is looked up by it before one is made.",
  },
  {
    path: "customers.typeForNew",
    label: "Type of new customers",
    kind: "number",
    help: "As your company numbers its types; 1 is mostly retail.",
  },
  {
    path: "customers.fields",
    label: "More fields",
    kind: "rows",
    add: "Add a field",
    help: "Shopify’s values that go to further fields of Exigo. No field may be named twice.",
    columns: [
      { name: "shopify", label: "From Shopify", kind: "choice", options: shopifyFields },
      { name: "exigo", label: "To Exigo, such as field3", kind: "text" },
    ],
  },
  {
    path: "customers.pollSeconds",
    label: "Look for changes in Exigo every",
    kind: "number",
    suffix: "seconds",
    help: "",
  },
  {
    path: "customers.overlapSeconds",
    label: "Each look reaches back behind the last by",
    kind: "number",
    suffix: "seconds",
    help: "",
  },
  {
    path: "customers.typeMetafield",
    label: "Metafield for the type",
    kind: "text",
    optional: true,
    help: "Empty: it is not written.",
  },
  {
    path: "customers.rankMetafield",
    label: "Metafield for the rank",
    kind: "text",
    optional: true,
    help: "Empty: it is not written.",
  },
  {
    path: "customers.enrollerMetafield",
    label: "Metafield for the enroller",
    kind: "text",
    optional: true,
    help: "Empty: it is not written.",
  },
];

/** All settings beside the connection itself, in the order in which they are asked for. */
export const setupGroups: readonly SetupGroup[] = [
  {
    title: "Orders in Exigo",
    intro: "What becomes of Shopify’s orders, refunds and payments in Exigo.",
    fields: orderFields,
  },
  {
    title: "Customers",
    intro: "How a shopper and a customer in Exigo belong together.",
    fields: customerFields,
  },
  { title: "Items", intro: "How the app learns which items your company has.", fields: itemFields },
  {
    title: "How the app calls Exigo",
    intro: "Ask Exigo’s support about these before you change them.",
    fields: callFields,
  },
];
