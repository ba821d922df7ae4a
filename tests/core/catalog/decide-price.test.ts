import { expect, test } from "vitest";

import { decidePrice } from "#core/catalog";

test("equal amounts are equal however they are written", () => {
  expect(decidePrice({ wanted: "10.0000", inShop: "10.00", agreed: null }, 2)).toEqual({ decision: "equal" });
});

test("another price in Exigo is written in the shop's currency's places", () => {
  expect(decidePrice({ wanted: "12.5", inShop: "10.00", agreed: "10.00" }, 2)).toEqual({
    decision: "write",
    price: "12.50",
  });
  expect(decidePrice({ wanted: "1200", inShop: "1000", agreed: null }, 0)).toEqual({
    decision: "write",
    price: "1200",
  });
});

test("a price that was agreed on and is another one in the shop now was changed there", () => {
  expect(decidePrice({ wanted: "10", inShop: "9.00", agreed: "10.00" }, 2)).toEqual({
    decision: "against_owner",
    price: "10.00",
  });
});

test("a price that is finer than the currency, below zero, or zero, as of an item without one, is not written", () => {
  for (const wanted of ["10.005", "-1", "0.0000", "no price"])
    expect(decidePrice({ wanted, inShop: "10.00", agreed: null }, 2)).toEqual({ decision: "unusable" });
});
