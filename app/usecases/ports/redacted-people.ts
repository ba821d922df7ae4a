/** Customers of shops who were redacted. */
export interface RedactedPeople {
  /**
   * Whether one of the numbers is a customer of the shop who was redacted, or an order of one; `numbers` is asked for only
   * when the shop has such customers. False for a shop that nobody knows. No lock.
   */
  areAmong(shopDomain: string, numbers: () => readonly string[]): Promise<boolean>;
}
