import { expect, test } from "vitest";

import { DEFAULT_EXIGO_SETUP, placeToAsk } from "#core/exigo";
import type { ExigoSetup } from "#core/exigo";

const terms = { shopifyCurrency: "USD", currencyCode: "usd", warehouseId: 3, priceType: 2, shipMethodId: 6 };
const shop = (shopId: number) => ({
  ...{ shopId, currencyCode: "cad", priceType: 1, priceWarehouseId: 9, locations: [] },
  ...{ prices: false, stock: false, fulfilment: false },
});
const setup = (shops: ReturnType<typeof shop>[], currencies: (typeof terms)[]): ExigoSetup => ({
  ...DEFAULT_EXIGO_SETUP,
  orders: { ...DEFAULT_EXIGO_SETUP.orders, currencies },
  catalog: { ...DEFAULT_EXIGO_SETUP.catalog, shops },
});

test("Exigo is asked as the shop sells, or as orders are sold, or not at all", () => {
  const other = { ...shop(8), currencyCode: "eur" };
  expect(placeToAsk(setup([other, shop(7)], [terms]), 7)).toEqual({
    ...{ currencyCode: "cad", priceType: 1, warehouseId: 9 },
  });
  expect(placeToAsk(setup([other], [terms]), 7)?.currencyCode).toBe("eur");
  expect(placeToAsk(setup([], [terms]))).toEqual({ currencyCode: "usd", priceType: 2, warehouseId: 3 });
  expect(placeToAsk(setup([], []))).toBeNull();
});
