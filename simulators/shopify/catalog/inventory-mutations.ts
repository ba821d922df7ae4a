import type { GraphQLResolveInfo } from "graphql";
import type { ApiContext } from "../admin-api/context.ts";
import { requireScope } from "../admin-api/context.ts";
import { globalId, parseGlobalId } from "../state/metafields.ts";
import type { Variant } from "../state/types.ts";
import { runOnce } from "./idempotency.ts";
import type { KeyRefusal } from "./idempotency.ts";
import { levelView } from "./inventory-view.ts";
import { availableAt, locationsOf, setAvailableAt, stockedItem } from "./locations.ts";

type UserError = { field: string[] | null; message: string; code?: string };
type Quantity = {
  inventoryItemId: string;
  locationId: string;
  quantity: number;
  changeFromQuantity?: number | null;
};
type SetArgs = { input: { name: string; reason: string; quantities: Quantity[] } };

const reasons = [
  "correction",
  "cycle_count_available",
  "damaged",
  "movement_created",
  "movement_updated",
  "movement_received",
  "movement_canceled",
  "other",
  "promotion",
  "quality_control",
  "received",
  "reservation_created",
  "reservation_deleted",
  "reservation_updated",
  "restock",
  "safety_stock",
  "shrinkage",
];
const mostUnits = 1_000_000_000;
const keyMessages: Record<KeyRefusal, string> = {
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH:
    "The same idempotency key cannot be used with different operation parameters.",
  IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED:
    "A previous request with this idempotency key failed. Retry with a new idempotency key.",
};

type Place = { variant: Variant; locationId: number; available: number };

function placeOf(context: ApiContext, ids: { inventoryItemId: string; locationId: string }) {
  const { store, shop } = context;
  const item = parseGlobalId(ids.inventoryItemId);
  const variant = item && stockedItem(store, shop.domain, item.id)?.variant;
  const locationId = parseGlobalId(ids.locationId)?.id;
  const location = locationsOf(store, shop.domain).find(({ id }) => id === locationId);
  return { variant, location };
}

function judgeQuantity(
  context: ApiContext,
  wish: Quantity,
): Place | { part: string; code: string; message: string } {
  const { variant, location } = placeOf(context, wish);
  if (!variant)
    return {
      part: "inventoryItemId",
      code: "INVALID_INVENTORY_ITEM",
      message: "The specified inventory item could not be found.",
    };
  const available = location ? availableAt(context.store, context.shop.domain, variant, location.id) : null;
  if (!location || available === null)
    return {
      part: "locationId",
      code: "INVALID_LOCATION",
      message: "The specified location could not be found.",
    };
  if (wish.quantity > mostUnits)
    return {
      part: "quantity",
      code: "INVALID_QUANTITY_TOO_HIGH",
      message: "The quantity can't be higher than 1,000,000,000.",
    };
  // Null says expressly not to compare; nothing at all is refused.
  if (wish.changeFromQuantity === undefined)
    return {
      part: "changeFromQuantity",
      code: "COMPARE_QUANTITY_REQUIRED",
      message: "The changeFromQuantity argument must be given to each quantity.",
    };
  if (wish.changeFromQuantity !== null && wish.changeFromQuantity !== available)
    return {
      part: "changeFromQuantity",
      code: "CHANGE_FROM_QUANTITY_STALE",
      message: "The changeFromQuantity argument no longer matches the persisted quantity.",
    };
  return { variant, locationId: location.id, available };
}

function setQuantities(context: ApiContext, { input }: SetArgs): object {
  const userErrors: UserError[] = [];
  const places: (Place & { quantity: number })[] = [];
  // Only what is available is modelled: a shop here has no committed, reserved or damaged units.
  if (input.name !== "available")
    userErrors.push({
      field: ["input", "name"],
      code: "INVALID_NAME",
      message: "The quantity name must be either 'available' or 'on_hand'.",
    });
  if (!reasons.includes(input.reason))
    userErrors.push({
      field: ["input", "reason"],
      code: "INVALID_REASON",
      message: "The specified reason is invalid.",
    });
  input.quantities.forEach((wish, index) => {
    const judged = judgeQuantity(context, wish);
    if ("variant" in judged) places.push({ ...judged, quantity: wish.quantity });
    else
      userErrors.push({
        field: ["input", "quantities", String(index), judged.part],
        message: judged.message,
        code: judged.code,
      });
  });
  // All or nothing, as in Shopify.
  if (userErrors.length > 0) return { inventoryAdjustmentGroup: null, userErrors };
  const { store, shop, emit } = context;
  for (const { variant, locationId, available, quantity } of places)
    if (quantity !== available)
      setAvailableAt({ store, emit }, shop.domain, variant, { locationId, available: quantity });
  const changes = places.map(({ available, quantity }) => ({
    name: input.name,
    delta: quantity - available,
    quantityAfterChange: quantity,
  }));
  const group = {
    id: globalId("InventoryAdjustmentGroup", store.nextId()),
    reason: input.reason,
    createdAt: store.now(),
    changes,
  };
  return { inventoryAdjustmentGroup: group, userErrors: [] };
}

const hasErrors = (answer: { userErrors: unknown[] }): boolean => answer.userErrors.length > 0;

/** inventorySetQuantities: compare-and-set of several quantities, all or nothing, once per key. */
export function inventorySetQuantities(
  context: ApiContext,
  args: SetArgs,
  info: GraphQLResolveInfo,
): unknown {
  requireScope(context, "write_inventory", "inventorySetQuantities");
  return runOnce(
    context,
    { args, info },
    {
      perform: () => setQuantities(context, args),
      refuse: (code) => ({
        inventoryAdjustmentGroup: null,
        userErrors: [{ field: null, message: keyMessages[code], code }],
      }),
      failed: hasErrors,
    },
  );
}

type ActivateArgs = { inventoryItemId: string; locationId: string; available?: number | null };

function activate(context: ApiContext, args: ActivateArgs): object {
  const { variant, location } = placeOf(context, args);
  const refused = (field: string, message: string): object => ({
    inventoryLevel: null,
    userErrors: [{ field: [field], message }],
  });
  if (!variant) return refused("inventoryItemId", "The product couldn't be stocked because it wasn't found.");
  if (!location) return refused("locationId", "The location couldn't be found.");
  const { store, shop, emit } = context;
  const now = availableAt(store, shop.domain, variant, location.id);
  if (now !== null && args.available !== undefined && args.available !== null)
    return refused(
      "available",
      "Not allowed to set available quantity when the item is already active at the location.",
    );
  if (now === null)
    setAvailableAt({ store, emit }, shop.domain, variant, {
      locationId: location.id,
      available: args.available ?? 0,
    });
  const available = availableAt(store, shop.domain, variant, location.id) ?? 0;
  return { inventoryLevel: levelView(context, variant, { location, available }), userErrors: [] };
}

/** inventoryActivate: stocks an item at a location; of one that is stocked there it sets nothing. Once per key. */
export function inventoryActivate(
  context: ApiContext,
  args: ActivateArgs,
  info: GraphQLResolveInfo,
): unknown {
  requireScope(context, "write_inventory", "inventoryActivate");
  return runOnce(
    context,
    { args, info },
    {
      perform: () => activate(context, args),
      refuse: (code) => ({ inventoryLevel: null, userErrors: [{ field: null, message: keyMessages[code] }] }),
      failed: hasErrors,
    },
  );
}
