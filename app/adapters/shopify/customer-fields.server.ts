/** What is read of a customer wherever one is; see `customerNode`. Part of documents, and none itself. */
export const CUSTOMER_FIELDS = `
  id
  defaultEmailAddress {
    emailAddress
  }
  verifiedEmail
  firstName
  lastName
  createdAt
  updatedAt
`;
