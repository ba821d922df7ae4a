import { CUSTOMER_FIELDS } from "../customer-fields.server.ts";

const MONEY = "shopMoney { amount currencyCode }";
const BOTH_MONIES = `${MONEY} presentmentMoney { amount currencyCode }`;

const DISCOUNTS_AND_TAXES = `
  discountAllocations {
    allocatedAmountSet { ${MONEY} }
  }
  taxLines {
    priceSet { ${MONEY} }
  }
`;

/** Where Shopify's standard definition keeps a customer's birth date. */
const BIRTH_DATE = `
  birthDate: metafield(namespace: "facts", key: "birth_date") {
    value
  }
`;

const LINE = `
  id
  title
  quantity
  currentQuantity
  product {
    id
  }
  variant {
    id
  }
  sku
  vendor
  isGiftCard
  requiresShipping
  sellingPlan {
    name
  }
  originalUnitPriceSet { ${MONEY} }
  ${DISCOUNTS_AND_TAXES}
`;

/** What removed lines cost is nobody's; they are not asked for. */
const SHIPPING_LINE = `
  id
  originalPriceSet { ${MONEY} }
  ${DISCOUNTS_AND_TAXES}
`;

/** Without lines, and with its refunds by name alone: what hangs on those cannot be asked for in bulk. */
const ORDER = `
  id
  name
  currencyCode
  presentmentCurrencyCode
  displayFinancialStatus
  displayFulfillmentStatus
  sourceName
  tags
  test
  taxesIncluded
  totalPriceSet { ${BOTH_MONIES} }
  currentTotalPriceSet { ${MONEY} }
  totalOutstandingSet { ${MONEY} }
  totalTipReceivedSet { ${MONEY} }
  createdAt
  processedAt
  updatedAt
  cancelledAt
  customer { ${CUSTOMER_FIELDS} }
  fulfillments {
    status
    createdAt
  }
  refunds {
    id
  }
`;

const REFUND_LINE = `
  quantity
  lineItem {
    id
  }
  subtotalSet { ${BOTH_MONIES} }
  totalTaxSet { ${BOTH_MONIES} }
`;

/** An order has one or two, a refund hardly ever more transactions. */
const SHIPPING_LINES_SHOWN = 20;
const TRANSACTIONS_SHOWN = 20;
const ADJUSTMENTS_SHOWN = 20;

const PAGE_INFO = "pageInfo { hasNextPage endCursor }";

/** Orders by the time of their change, as much as shows whether one is news. */
export const LIST_ORDERS = `#graphql
  query ListOrders($first: Int!, $after: String, $query: String!) {
    orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes {
        id
        updatedAt
        displayFinancialStatus
        cancelledAt
        refunds {
          id
        }
      }
      ${PAGE_INFO}
    }
  }
`;

/** Whole orders by id, with their first lines. */
export const READ_ORDERS = `#graphql
  query ReadOrders($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        ${ORDER}
        shippingLines(first: ${SHIPPING_LINES_SHOWN}) {
          nodes { ${SHIPPING_LINE} }
        }
        lineItems(first: 30) {
          nodes { ${LINE} }
          ${PAGE_INFO}
        }
      }
    }
  }
`;

/** The lines of a long order that follow. */
export const READ_MORE_LINES = `#graphql
  query ReadMoreLines($id: ID!, $after: String) {
    order(id: $id) {
      lineItems(first: 100, after: $after) {
        nodes { ${LINE} }
        ${PAGE_INFO}
      }
    }
  }
`;

/** Refunds by id, with their first lines. */
export const READ_REFUNDS = `#graphql
  query ReadRefunds($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Refund {
        id
        createdAt
        refundShippingLines(first: ${SHIPPING_LINES_SHOWN}) {
          nodes {
            subtotalAmountSet { ${BOTH_MONIES} }
            taxAmountSet { ${BOTH_MONIES} }
          }
        }
        orderAdjustments(first: ${ADJUSTMENTS_SHOWN}) {
          nodes {
            amountSet { ${BOTH_MONIES} }
            taxAmountSet { ${BOTH_MONIES} }
          }
        }
        transactions(first: ${TRANSACTIONS_SHOWN}) {
          nodes {
            id
            kind
            status
            gateway
            amountSet { ${BOTH_MONIES} }
          }
        }
        refundLineItems(first: 30) {
          nodes { ${REFUND_LINE} }
          ${PAGE_INFO}
        }
      }
    }
  }
`;

/** The lines of a long refund that follow. */
export const READ_MORE_REFUND_LINES = `#graphql
  query ReadMoreRefundLines($id: ID!, $after: String) {
    node(id: $id) {
      ... on Refund {
        refundLineItems(first: 100, after: $after) {
          nodes { ${REFUND_LINE} }
          ${PAGE_INFO}
        }
      }
    }
  }
`;

/** Customers by the time of their change. */
export const LIST_CUSTOMERS = `#graphql
  query ListCustomers($first: Int!, $after: String, $query: String!) {
    customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes {
        ${CUSTOMER_FIELDS}
        ${BIRTH_DATE}
        tags
      }
      ${PAGE_INFO}
    }
  }
`;

/** Every order of a range; bulk operations take no variables, so the range is written in. */
export const BULK_ORDERS = `#graphql
  query {
    orders(query: "RANGE", sortKey: UPDATED_AT) {
      edges {
        node {
          ${ORDER}
          shippingLines {
            edges {
              node { ${SHIPPING_LINE} }
            }
          }
          lineItems {
            edges {
              node { ${LINE} }
            }
          }
        }
      }
    }
  }
`;

/** Every customer of a range. */
export const BULK_CUSTOMERS = `#graphql
  query {
    customers(query: "RANGE") {
      edges {
        node {
          ${CUSTOMER_FIELDS}
          ${BIRTH_DATE}
          tags
        }
      }
    }
  }
`;
