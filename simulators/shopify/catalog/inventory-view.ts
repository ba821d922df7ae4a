import { connectionOf } from "../admin-api/connection.ts";
import type { PageArgs } from "../admin-api/connection.ts";
import type { ApiContext } from "../admin-api/context.ts";
import { requireScope } from "../admin-api/context.ts";
import { globalId, parseGlobalId } from "../state/metafields.ts";
import type { Variant } from "../state/types.ts";
import { levelsOf, stockedItem } from "./locations.ts";
import type { Location } from "./locations.ts";

/** A Location as the schema describes it. */
export function locationView(location: Location): object {
  return {
    __typename: "Location",
    id: globalId("Location", location.id),
    legacyResourceId: String(location.id),
    name: location.name,
    isActive: true,
  };
}

/** An InventoryLevel; only the available units are modelled. */
export function levelView(
  context: ApiContext,
  variant: Variant,
  level: { location: Location; available: number },
): object {
  const id = `gid://shopify/InventoryLevel/${level.location.id}?inventory_item_id=${variant.inventoryItemId}`;
  return {
    __typename: "InventoryLevel",
    id,
    isActive: true,
    location: locationView(level.location),
    item: () => inventoryItemView(context, variant),
    quantities: ({ names }: { names: string[] }) =>
      names.map((name) => ({
        id: `gid://shopify/InventoryQuantity/${variant.inventoryItemId}?inventory_name=${name}&location_id=${level.location.id}`,
        name,
        quantity: name === "available" || name === "on_hand" ? level.available : 0,
      })),
  };
}

/** An InventoryItem as the schema describes it. */
export function inventoryItemView(context: ApiContext, variant: Variant): object {
  const levels = () => {
    requireScope(context, "read_inventory", "inventoryLevels");
    return levelsOf(context.store, context.shop.domain, variant);
  };
  return {
    __typename: "InventoryItem",
    id: globalId("InventoryItem", variant.inventoryItemId),
    legacyResourceId: String(variant.inventoryItemId),
    sku: variant.sku,
    tracked: variant.tracked ?? true,
    requiresShipping: variant.requiresShipping,
    measurement: { weight: { unit: "GRAMS", value: variant.weightGrams ?? 0 } },
    inventoryLevel: ({ locationId }: { locationId: string }) => {
      const wanted = parseGlobalId(locationId)?.id;
      const level = levels().find(({ location }) => location.id === wanted);
      return level ? levelView(context, variant, level) : null;
    },
    inventoryLevels: (args: PageArgs) =>
      connectionOf(levels(), args, {
        key: ({ location }) => String(location.id),
        node: (level) => levelView(context, variant, level),
      }),
  };
}

/** The inventory item with a number; null when the shop has none. */
export function inventoryItemNode(context: ApiContext, id: number): object | null {
  requireScope(context, "read_inventory", "inventoryItem");
  const found = stockedItem(context.store, context.shop.domain, id);
  return found ? inventoryItemView(context, found.variant) : null;
}
