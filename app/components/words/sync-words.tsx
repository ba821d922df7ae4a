import type { DocumentKind, FlowDirection, OwnedDomain, OwnershipRule } from "#core/sync";

/** What a step does, by its kind. */
export const stepWords: Readonly<Record<DocumentKind, string>> = {
  "exigo.order": "Order to Exigo",
  "exigo.order_edit": "Edited order to Exigo",
  "exigo.order_totals": "Order’s totals in Exigo",
  "exigo.payment": "Payment to Exigo",
  "exigo.order_status": "Order’s status in Exigo",
  "exigo.return": "Return to Exigo",
  "exigo.return_totals": "Return’s totals in Exigo",
  "exigo.return_payment": "Return’s payment in Exigo",
  "exigo.customer": "Customer to Exigo",
  "exigo.address": "Address to Exigo",
  "shopify.customer": "Customer to Shopify",
  "shopify.address": "Address to Shopify",
  "exigo.product": "Product to Exigo",
  "exigo.price": "Price to Exigo",
  "exigo.stock": "Stock to Exigo",
  "shopify.product": "Product to Shopify",
  "shopify.price": "Prices to Shopify",
  "shopify.stock": "Stock to Shopify",
  "shopify.fulfillment": "Shipment to Shopify",
};

export const domainWords: Readonly<Record<OwnedDomain, string>> = {
  credits: "Credits",
  orders: "Orders",
  refunds: "Refunds",
  customers: "Customers",
  addresses: "Addresses",
  products: "Products",
  prices: "Prices",
  inventory: "Stock",
  fulfilment: "Shipments and tracking",
};

export const ownerWords: Readonly<Record<OwnershipRule["owner"], string>> = {
  ledger: "This app’s ledger",
  shopify: "Shopify",
  exigo: "Exigo",
  latest: "Whoever changed it last",
};

export const directionWords: Readonly<Record<FlowDirection, string>> = {
  to_exigo: "to Exigo",
  to_shopify: "to Shopify",
  to_ledger: "to the ledger",
};

/** Fields in words; one that is not listed is called as it is. */
export const fieldWords: Readonly<Record<string, string>> = {
  balance: "balance",
  order: "lines and prices",
  totals: "totals",
  payment: "payments",
  status: "status",
  return: "returns",
  customer: "new customers",
  firstName: "first name",
  lastName: "last name",
  email: "email",
  phone: "phone",
  mappedField: "fields mapped in the settings",
  customerType: "type",
  rank: "rank",
  enroller: "enroller",
  address: "address",
  product: "title and content",
  price: "price",
  stock: "stock level",
  fulfilment: "shipment",
  tracking: "tracking number",
};

/** Why a decision about a step was not carried out, by its code. */
export const settleStepRefusalWords = {
  document_unknown: "There is no such step",
  document_changed: "The step has changed since this page was read. Look at it again",
  document_not_waiting: "The step is done, or on its way again",
  document_cannot_have_arrived: "The step did not leave, or was refused: it can be sent again or dropped",
} as const;

export const settledStepWords = {
  arrived: "Settled: it arrived",
  send_again: "It is sent again",
  drop: "Dropped: it is not sent",
} as const;
