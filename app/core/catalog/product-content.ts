import type { ItemFacts } from "./types.ts";

/** What of an item a product takes over. */
export type ItemField = "title" | "description" | "weight";
export type WeightUnit = "lb" | "oz" | "kg" | "g";

const gramsIn: Readonly<Record<WeightUnit, number>> = { lb: 453.59237, oz: 28.349523125, kg: 1_000, g: 1 };

/** Grams of an item, to a tenth; null: Exigo said none. Never below zero. */
export function weightInGrams({ weight }: Pick<ItemFacts, "weight">, unit: WeightUnit): number | null {
  const value = weight === null ? Number.NaN : Number(weight);
  if (!Number.isFinite(value) || value < 0) return null;
  return Math.round(value * gramsIn[unit] * 10) / 10;
}

/**
 * What a product is to say of its item. An empty text in Exigo is no text of the shop's: it leaves what is there. A
 * product of several items keeps its own words, because none of the items is the whole product.
 */
export function productContent(
  item: Pick<ItemFacts, "description" | "longDetail">,
  { fields, isOnlyItem }: { readonly fields: readonly ItemField[]; readonly isOnlyItem: boolean },
): { readonly title?: string; readonly descriptionHtml?: string } {
  if (!isOnlyItem) return {};
  return {
    ...(fields.includes("title") && item.description !== "" ? { title: item.description } : {}),
    ...(fields.includes("description") && item.longDetail !== "" ? { descriptionHtml: item.longDetail } : {}),
  };
}

/** The handle of the product that is made for an item: the same item never gets two. */
export function handleOfItem(itemCode: string): string {
  const letters = [...itemCode.toLowerCase()].map((letter) =>
    /[a-z0-9]/.test(letter) ? letter : `-${(letter.codePointAt(0) ?? 0).toString(16)}-`,
  );
  return `exigo-item-${letters.join("").replace(/-+/g, "-").replace(/-$/, "")}`;
}
