import type { CurrencyTerms, ExigoOrdersSetup } from "./setup.ts";

/** Where an order in this currency is sold in Exigo; null: nobody has said it, so the order waits for a person. */
export function termsFor(
  setup: Pick<ExigoOrdersSetup, "currencies">,
  shopifyCurrency: string,
): CurrencyTerms | null {
  const wanted = shopifyCurrency.toUpperCase();
  return setup.currencies.find((terms) => terms.shopifyCurrency.toUpperCase() === wanted) ?? null;
}

/**
 * The ship method of an order: that of the first rule of its warehouse that names the title or the code of a shipping
 * line, else the currency's own. An order that ships nothing has no shipping line.
 */
export function shipMethodFor(
  setup: Pick<ExigoOrdersSetup, "shipMethods">,
  { warehouseId, shipMethodId }: Pick<CurrencyTerms, "warehouseId" | "shipMethodId">,
  shipping: { readonly title: string | null; readonly code: string | null } | null,
): number {
  const plain = (text: string | null): string => (text ?? "").trim().toLowerCase();
  const names = [plain(shipping?.title ?? null), plain(shipping?.code ?? null)].filter((name) => name !== "");
  const rule = setup.shipMethods.find(
    (each) => each.warehouseId === warehouseId && names.includes(plain(each.title)),
  );
  return rule?.shipMethodId ?? shipMethodId;
}
