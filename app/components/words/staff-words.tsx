/** A member of staff by Shopify's id: session tokens carry no name, and the app keeps none. */
export function staffWords(id: string): string {
  return `Staff member ${id}`;
}
