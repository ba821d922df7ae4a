import { CUSTOMER_FIELDS } from "../customer-fields.server.ts";

/** What changed last, and what happened to it. */
export const NEWEST_CHANGES = `#graphql
  query NewestChanges($first: Int!, $happenings: Int!, $query: String!) {
    orders(first: $first, query: $query, sortKey: UPDATED_AT, reverse: true) {
      nodes {
        id
        name
        createdAt
        updatedAt
        cancelledAt
        edited
        displayFinancialStatus
        displayFulfillmentStatus
        refunds {
          id
          createdAt
        }
        transactions(first: $happenings) {
          kind
          status
          createdAt
        }
        fulfillments(first: $happenings) {
          status
          createdAt
        }
        agreements(first: $happenings, reverse: true) {
          nodes {
            reason
            happenedAt
          }
        }
      }
    }
    customers(first: $first, query: $query, sortKey: UPDATED_AT, reverse: true) {
      nodes {
        ${CUSTOMER_FIELDS}
        tags
      }
    }
  }
`;

/** Products that changed last. Asked for by itself, because a shop may not have granted it. */
export const NEWEST_PRODUCTS = `#graphql
  query NewestProducts($first: Int!, $query: String!) {
    products(first: $first, query: $query, sortKey: UPDATED_AT, reverse: true) {
      nodes {
        id
        title
        createdAt
        updatedAt
        variants(first: 5) {
          nodes {
            id
            sku
            price
          }
        }
      }
    }
  }
`;
