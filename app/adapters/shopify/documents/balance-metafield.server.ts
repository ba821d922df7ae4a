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
