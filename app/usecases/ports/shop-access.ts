export interface ShopAccess {
  /**
   * Whether Shopify still lets the app into the shop: "yes" with the shop's own answer, "no" when the token is gone or
   * refused, "unknown" when Shopify is out of reach or asks to wait.
   */
  ask(shopDomain: string): Promise<"yes" | "no" | "unknown">;
}
