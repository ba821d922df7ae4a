/** Which of some things the shop has: those that it has not, or may not show, come back as null. */
export const SHOP_OBJECTS = `#graphql
  query ShopObjects($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
    }
  }
`;
