const VARIANT = `
  id
  title
  price
  sku
  inventoryItem {
    id
  }
`;

const PAGE_INFO = "pageInfo { hasNextPage endCursor }";

/** Prices and products of variants by id; one that is gone comes back as null. */
export const READ_VARIANTS = `#graphql
  query ReadVariants($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        id
        price
        product {
          id
          title
        }
      }
    }
  }
`;

/** All products of a shop, page by page, with their first variants. */
export const LIST_PRODUCTS = `#graphql
  query ListProducts($first: Int!, $after: String) {
    products(first: $first, after: $after) {
      nodes {
        id
        title
        updatedAt
        variants(first: 10) {
          nodes { ${VARIANT} }
          ${PAGE_INFO}
        }
      }
      ${PAGE_INFO}
    }
  }
`;

/** The variants of a product that follow. */
export const MORE_VARIANTS = `#graphql
  query MoreVariants($id: ID!, $after: String) {
    product(id: $id) {
      variants(first: 100, after: $after) {
        nodes { ${VARIANT} }
        ${PAGE_INFO}
      }
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
        updatedAt
        variants(first: 1) {
          nodes { ${VARIANT} }
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

/** What of an order is to be sent from where, and what was sent. Exigo gives a shipment five numbers at most. */
export const READ_FULFILMENT = `#graphql
  query ReadFulfilment($id: ID!, $after: String) {
    order(id: $id) {
      cancelledAt
      fulfillments(first: 50) {
        id
        status
        trackingInfo(first: 6) {
          company
          number
        }
      }
      fulfillmentOrders(first: 50, after: $after) {
        nodes {
          id
          status
          assignedLocation {
            location {
              id
            }
          }
        }
        ${PAGE_INFO}
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
          totalQuantity
          remainingQuantity
          lineItem {
            id
          }
        }
        ${PAGE_INFO}
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

/** Gives a package that was sent other tracking numbers. */
export const CORRECT_TRACKING = `#graphql
  mutation CorrectTracking($id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean!) {
    fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify) {
      fulfillment {
        id
      }
      userErrors {
        message
      }
    }
  }
`;
