import { openShopAdmin } from "#shopify";
import { getWiring } from "#wiring";

/** The shop's locations; none when Shopify cannot be asked now: the page is of use without them. */
export async function listShopLocations(
  shopDomain: string,
): Promise<readonly { readonly locationId: string; readonly name: string }[]> {
  const locations = await getWiring().openShopCatalog(openShopAdmin).listLocations(shopDomain);
  return locations.ok ? locations.value : [];
}
