/** Where an order goes: asked for when it is written to Exigo, and kept nowhere. */
export const ORDER_ADDRESS = `#graphql
  query OrderAddress($id: ID!) {
    shop {
      shopAddress {
        address1
        address2
        city
        provinceCode
        zip
        countryCodeV2
      }
    }
    order(id: $id) {
      email
      phone
      customer {
        firstName
        lastName
      }
      shippingAddress {
        firstName
        lastName
        company
        address1
        address2
        city
        provinceCode
        zip
        countryCodeV2
        phone
      }
      billingAddress {
        firstName
        lastName
        company
        address1
        address2
        city
        provinceCode
        zip
        countryCodeV2
        phone
      }
      shippingLines(first: 1) {
        nodes {
          title
          code
        }
      }
    }
  }
`;
