import type { NamedObject } from "#core/inbox";

export interface ShopObjects {
  /**
   * Whether Shopify says that the shop has at least one of the things: "no" also when the shop may not see them or lets
   * the app in no more, "unknown" when Shopify is out of reach or asks to wait.
   */
  hasAny(shopDomain: string, objects: readonly NamedObject[]): Promise<"yes" | "no" | "unknown">;
}
