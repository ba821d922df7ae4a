/** The least that an app with any scope is told. */
export const SHOP_ANSWERS = `#graphql
  query ShopAnswers {
    shop {
      id
    }
  }
`;
