/**
 * What rules ask of an order beyond its webhook. `$products` leaves its products out where nobody asks about them. The
 * sizes of the pages keep one call below the 1,000 points that Shopify allows it.
 */
export const ORDER_CONTEXT = `#graphql
  query OrderContext($id: ID!, $products: Boolean!, $after: String) {
    order(id: $id) {
      customerJourneySummary {
        customerOrderIndex
      }
      transactions(first: 50) {
        kind
        status
        gateway
        amountSet {
          shopMoney {
            amount
            currencyCode
          }
        }
      }
      lineItems(first: 10, after: $after) @include(if: $products) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          variant {
            id
            price
            compareAtPrice
          }
          product {
            id
            productType
            tags
            collections(first: 50) {
              pageInfo {
                hasNextPage
                endCursor
              }
              nodes {
                id
              }
            }
          }
        }
      }
    }
  }
`;

/** The collections of a product that is in more of them than a page holds. */
export const PRODUCT_COLLECTIONS = `#graphql
  query ProductCollections($id: ID!, $after: String) {
    product(id: $id) {
      collections(first: 250, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
        }
      }
    }
  }
`;
