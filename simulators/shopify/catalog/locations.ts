import { inventoryLevelPayload } from "../payloads/product-payload.ts";
import type { OperationContext } from "../operations/index.ts";
import { refuseUnless } from "../operations/refused.ts";
import { requireShop } from "../operations/shops.ts";
import type { Store } from "../state/store.ts";
import type { Product, Variant } from "../state/types.ts";

export type Location = { id: number; shop: string; name: string };

/**
 * Locations beyond a shop's first one and what is stocked there. A variant's own figure is its units at all locations
 * together, so what is not elsewhere is at the first, whose number is the shop's.
 */
type Section = {
  locations: Location[];
  /** Units by inventory item, then by location. */
  elsewhere: Record<string, Record<string, number>>;
};

const sectionOf = (store: Store): Section =>
  store.section<Section>("locations", () => ({ locations: [], elsewhere: {} }));

/** All locations of a shop, the first one first. */
export function locationsOf(store: Store, domain: string): Location[] {
  const shop = store.shop(domain);
  if (!shop) return [];
  const first = { id: shop.id, shop: domain, name: shop.name };
  return [first, ...sectionOf(store).locations.filter((location) => location.shop === domain)];
}

/** Opens another location in a shop. */
export function createLocation(context: OperationContext, input: { shop: string; name: string }): Location {
  requireShop(context, input.shop);
  const location = { id: context.store.nextId(), shop: input.shop, name: input.name };
  sectionOf(context.store).locations.push(location);
  context.store.changed();
  return location;
}

/** The variant that an inventory item belongs to, with its product. */
export function stockedItem(
  store: Store,
  domain: string,
  inventoryItemId: number,
): { product: Product; variant: Variant } | undefined {
  for (const product of store.productsOf(domain)) {
    const variant = product.variants.find((candidate) => candidate.inventoryItemId === inventoryItemId);
    if (variant) return { product, variant };
  }
  return undefined;
}

/** Where an item is stocked, with its available units; the shop's first location always is one of them. */
export function levelsOf(
  store: Store,
  domain: string,
  variant: Variant,
): { location: Location; available: number }[] {
  const elsewhere = sectionOf(store).elsewhere[variant.inventoryItemId] ?? {};
  const away = Object.values(elsewhere).reduce((sum, units) => sum + units, 0);
  return locationsOf(store, domain).flatMap((location, index) => {
    if (index === 0) return [{ location, available: variant.inventoryQuantity - away }];
    const available = elsewhere[location.id];
    return available === undefined ? [] : [{ location, available }];
  });
}

/** Available units of an item at a location; null when it is not stocked there. */
export function availableAt(
  store: Store,
  domain: string,
  variant: Variant,
  locationId: number,
): number | null {
  const level = levelsOf(store, domain, variant).find(({ location }) => location.id === locationId);
  return level?.available ?? null;
}

/** Sets the available units at a location, which then stocks the item, and emits inventory_levels/update. */
export function setAvailableAt(
  context: OperationContext,
  domain: string,
  variant: Variant,
  to: { locationId: number; available: number },
): void {
  const { store, emit } = context;
  const before = availableAt(store, domain, variant, to.locationId) ?? 0;
  variant.inventoryQuantity += to.available - before;
  if (to.locationId !== store.shop(domain)?.id) {
    const { elsewhere } = sectionOf(store);
    (elsewhere[variant.inventoryItemId] ??= {})[to.locationId] = to.available;
  }
  store.changed();
  const level = { locationId: to.locationId, available: to.available };
  emit({
    shop: domain,
    topic: "inventory_levels/update",
    payload: inventoryLevelPayload(store, domain, variant, level),
  });
}

/** Sets the units of a variant at a location, as staff do in the admin. */
export function setStock(
  context: OperationContext,
  input: { shop: string; variantId: number; locationId: number; quantity: number },
): { available: number } {
  const { store } = context;
  requireShop(context, input.shop);
  const variant = store
    .productsOf(input.shop)
    .flatMap((product) => product.variants)
    .find((candidate) => candidate.id === input.variantId);
  refuseUnless(variant, `There is no variant ${input.variantId} in ${input.shop}.`);
  const location = locationsOf(store, input.shop).find(({ id }) => id === input.locationId);
  refuseUnless(location, `There is no location ${input.locationId} in ${input.shop}.`);
  setAvailableAt(context, input.shop, variant, {
    locationId: location.id,
    available: input.quantity,
  });
  return { available: input.quantity };
}
