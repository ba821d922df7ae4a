/** Starts a bulk operation; `groupObjects` has children follow their parents in the result. */
export const RUN_BULK = `#graphql
  mutation RunBulk($query: String!, $groupObjects: Boolean!) {
    bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
      bulkOperation {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

/** Where a bulk operation stands. */
export const LOOK_AT_BULK = `#graphql
  query LookAtBulk($id: ID!) {
    bulkOperation(id: $id) {
      status
      errorCode
      rootObjectCount
      url
    }
  }
`;

/** Ends a bulk operation that nobody waits for any more. */
export const CANCEL_BULK = `#graphql
  mutation CancelBulk($id: ID!) {
    bulkOperationCancel(id: $id) {
      userErrors {
        message
      }
    }
  }
`;
