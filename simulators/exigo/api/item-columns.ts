import type { Column } from "./columns.ts";
import { numbered, plain, text } from "./columns.ts";

/** Every column that CreateItem and UpdateItem take beside the code. */
export const itemColumns: readonly Column[] = [
  text("description", 100),
  plain("weight", "decimal"),
  { name: "itemTypeID", answer: "itemTypeID", kind: "enum", names: ["Standard", "StaticKit", "DynamicKit"] },
  text("category", 100),
  ...numbered("shortDetail", 4).map((name) => text(name, 4_000)),
  ...numbered("longDetail", 4).map((name) => text(name, 100_000)),
  ...numbered("field", 10).map((name) => text(name, 500)),
  ...numbered("otherCheck", 5).map((name) => plain(name, "boolean")),
  ...["isVirtual", "allowOnAutoOrder", "availableInAllCountryRegions", "taxedInAllCountryRegions"].map(
    (name) => plain(name, "boolean"),
  ),
  ...["availableInAllWarehouses", "hideFromSearch", "isSubscriptionUpdate", "isPointIncrement"].map((name) =>
    plain(name, "boolean"),
  ),
  plain("isGroupMaster", "boolean"),
  text("largeImageUrl", 500),
  text("smallImageUrl", 500),
];

/** By number, in the order of Exigo's admin interface; that numbering is a guess. */
export const manageTypes = [
  ...["NotManaged", "ManagedByInventory", "PurchasedOrdered", "Discontinued", "VendorFulfilled"],
  ...["OnBackOrder", "ManagedByInventoryAutoBackOrder"],
];
export const MANAGED = 1;
export const DISCONTINUED = 3;
export const BACK_ORDER = 5;
export const MANAGED_BACK_ORDER = 6;

export const inventoryStatuses = ["None", "Available", "OnBackOrder", "OutOfStock", "Discontinued"];
export const ITEM_CODE_LENGTH = 20;
