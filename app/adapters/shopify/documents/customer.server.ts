/** What both sides keep alike of a customer: asked for when it is compared, and kept nowhere. */
export const CUSTOMER = `#graphql
  query KeptCustomer($id: ID!) {
    customer(id: $id) {
      firstName
      lastName
      note
      updatedAt
      defaultEmailAddress {
        emailAddress
      }
      defaultPhoneNumber {
        phoneNumber
      }
      defaultAddress {
        id
        address1
        address2
        city
        provinceCode
        zip
        countryCodeV2
      }
    }
  }
`;

export const CREATE_ADDRESS = `#graphql
  mutation CreateAddress($customerId: ID!, $address: MailingAddressInput!) {
    customerAddressCreate(customerId: $customerId, address: $address, setAsDefault: true) {
      userErrors {
        message
      }
    }
  }
`;

export const UPDATE_ADDRESS = `#graphql
  mutation UpdateAddress($customerId: ID!, $addressId: ID!, $address: MailingAddressInput!) {
    customerAddressUpdate(customerId: $customerId, addressId: $addressId, address: $address) {
      userErrors {
        message
      }
    }
  }
`;
