/** Creates the definition of the balance metafield; refused as TAKEN when the shop has it. */
export const CREATE_BALANCE_DEFINITION = `#graphql
  mutation CreateBalanceDefinition($definition: MetafieldDefinitionInput!) {
    metafieldDefinitionCreate(definition: $definition) {
      createdDefinition {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

/** Deletes metafields; one that is not there is answered with null. */
export const DELETE_BALANCES = `#graphql
  mutation DeleteBalances($metafields: [MetafieldIdentifierInput!]!) {
    metafieldsDelete(metafields: $metafields) {
      deletedMetafields {
        key
      }
      userErrors {
        message
      }
    }
  }
`;

/** Writes up to 25 metafields, all or none. */
export const SET_BALANCES = `#graphql
  mutation SetBalances($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      metafields {
        id
      }
      userErrors {
        code
        elementIndex
        message
      }
    }
  }
`;
