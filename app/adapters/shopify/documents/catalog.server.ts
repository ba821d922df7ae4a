/** Variants by id, as far as items and prices are compared; what is not there any more comes back as null. */
export const READ_VARIANTS = `#graphql
  query ReadVariants($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        id
        title
        price
        sku
        inventoryItem {
          id
          tracked
          measurement {
            weight {
              unit
              value
            }
          }
        }
        product {
          id
          title
          descriptionHtml
          status
          updatedAt
        }
      }
    }
  }
`;

/** All variants of a shop, page by page. */
export const LIST_VARIANTS = `#graphql
  query ListVariants($first: Int!, $after: String) {
    productVariants(first: $first, after: $after) {
      nodes {
        id
        title
        price
        sku
        inventoryItem {
          id
        }
        product {
          id
          title
          updatedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    productsCount {
      count
    }
  }
`;

/** Available units of inventory items at one location; a level that is not there comes back as null. */
export const READ_STOCK = `#graphql
  query ReadStock($ids: [ID!]!, $locationId: ID!) {
    nodes(ids: $ids) {
      ... on InventoryItem {
        id
        tracked
        inventoryLevel(locationId: $locationId) {
          quantities(names: ["available"]) {
            quantity
          }
        }
      }
    }
  }
`;

/** The shop's locations. */
export const LIST_LOCATIONS = `#graphql
  query ListLocations {
    locations(first: 250) {
      nodes {
        id
        name
        isActive
      }
    }
  }
`;

/** Creates or changes a product; what is left out stays as it is. */
export const SET_PRODUCT = `#graphql
  mutation SetProduct($identifier: ProductSetIdentifiers, $input: ProductSetInput!) {
    productSet(identifier: $identifier, input: $input, synchronous: true) {
      product {
        id
        title
        descriptionHtml
        updatedAt
        variants(first: 1) {
          nodes {
            id
            title
            price
            sku
            inventoryItem {
              id
            }
          }
        }
      }
      userErrors {
        code
        message
      }
    }
  }
`;

/** Changes variants of one product, all or none. */
export const SET_VARIANTS = `#graphql
  mutation SetVariants($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkUpdate(productId: $productId, variants: $variants) {
      productVariants {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

/** Sets available units where they still are what they were read as; the same key never has a second effect. */
export const SET_STOCK = `#graphql
  mutation SetStock($key: String!, $input: InventorySetQuantitiesInput!) {
    inventorySetQuantities(input: $input) @idempotent(key: $key) {
      inventoryAdjustmentGroup {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

/** Stocks an item at a location that did not have it. */
export const STOCK_ITEM = `#graphql
  mutation StockItem($key: String!, $inventoryItemId: ID!, $locationId: ID!, $available: Int!) {
    inventoryActivate(inventoryItemId: $inventoryItemId, locationId: $locationId, available: $available)
      @idempotent(key: $key) {
      inventoryLevel {
        id
      }
      userErrors {
        message
      }
    }
  }
`;

/** What of an order is to be sent from where, and what was sent. */
export const READ_FULFILMENT = `#graphql
  query ReadFulfilment($id: ID!) {
    order(id: $id) {
      id
      cancelledAt
      fulfillmentOrders(first: 50) {
        nodes {
          id
          status
          assignedLocation {
            location {
              id
            }
          }
        }
      }
      fulfillments(first: 100) {
        id
        status
        trackingInfo(first: 3) {
          number
        }
      }
    }
  }
`;

/** The lines of a fulfilment order. */
export const READ_FULFILMENT_LINES = `#graphql
  query ReadFulfilmentLines($id: ID!, $after: String) {
    fulfillmentOrder(id: $id) {
      lineItems(first: 100, after: $after) {
        nodes {
          id
          remainingQuantity
          lineItem {
            id
          }
          variant {
            id
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`;

/** Sends lines of an order from one location. */
export const CREATE_FULFILMENT = `#graphql
  mutation CreateFulfilment($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment {
        id
      }
      userErrors {
        message
      }
    }
  }
`;
