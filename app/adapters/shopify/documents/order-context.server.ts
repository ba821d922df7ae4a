/** What rules ask of an order beyond its webhook. `$products` leaves its products out where nobody asks about them. */
export const ORDER_CONTEXT = `#graphql
  query OrderContext($id: ID!, $products: Boolean!, $after: String) {
    order(id: $id) {
      customerJourneySummary {
        customerOrderIndex
      }
      transactions(first: 250) {
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
      lineItems(first: 50, after: $after) @include(if: $products) {
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
