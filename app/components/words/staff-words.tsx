/** A member of staff by Shopify's id: session tokens carry no name, and the app keeps none. */
export function staffWords(id: string): string {
  return `Staff member ${id}`;
}

/** Who wrote something, by name or, of a member of staff, by Shopify's id. */
export function authorWords(author: string): string {
  return /^\d+$/.test(author) ? staffWords(author) : author;
}
