/** Which shops the app knows. */
export interface KnownShops {
  /** True for shops that have the app installed, or had it once. May lag behind a deletion by a minute. */
  isKnown(shopDomain: string): Promise<boolean>;
}
