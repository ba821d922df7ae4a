import { describe, expect, test } from "vitest";

import { orderContent, showsTotals } from "#core/sync";
import type { LineItem } from "#core/sync";
import { facts, line } from "../../earning/orders.ts";

const item = (itemCode: string): LineItem => ({ state: "mapped", itemCode });
const NO_CHOICE = { otherItemCode: null };

describe("an order in Exigo", () => {
  test("has prices after discounts; what does not divide becomes two details that cost the same together", () => {
    const told = facts({
      lines: [line("1", 3, 1200, { discountMinor: 200, taxMinor: 80 }), line("2", 2, 500)],
      shippingMinor: 700,
      shippingTaxMinor: 56,
      total: { shopMinor: 2336, presentmentMinor: 2336 },
    });
    expect(orderContent(told, [item("SHIRT"), item("CAP")], NO_CHOICE)).toEqual({
      ok: true,
      content: {
        lines: [
          { itemCode: "SHIRT", quantity: 1, eachMinor: 334, isTaxed: true, lineId: "1" },
          { itemCode: "SHIRT", quantity: 2, eachMinor: 333, isTaxed: true, lineId: "1" },
          { itemCode: "CAP", quantity: 2, eachMinor: 250, isTaxed: false, lineId: "2" },
        ],
        totals: { totalMinor: 2336, subTotalMinor: 1500, taxMinor: 136, shippingMinor: 700 },
        // 1.36 of 10.00 that are taxed.
        taxRate: "13.6000",
      },
    });
  });

  test("has Shopify's total also where no line accounts for all of it", () => {
    const told = facts({ total: { shopMinor: 5321, presentmentMinor: 5321 } });
    const made = orderContent(told, [item("SHIRT")], NO_CHOICE);
    expect(made).toMatchObject({ content: { totals: { totalMinor: 5321, subTotalMinor: 5000 } } });
  });

  test("waits for the first product that is no item yet", () => {
    const told = facts({ lines: [line("1", 1, 100), line("2", 1, 100)] });
    const unmapped: LineItem = { state: "unmapped", waitsFor: "item/3/82" };
    expect(orderContent(told, [item("SHIRT"), unmapped], NO_CHOICE)).toEqual({
      ok: false,
      waitsFor: "item/3/82",
      lacks: "item",
    });
  });

  test("has the chosen item for a tip, and waits while none is chosen", () => {
    const told = facts({ lines: [line("1", 1, 300, { tip: true, variantId: null })] });
    expect(orderContent(told, [{ state: "custom" }], NO_CHOICE)).toMatchObject({ lacks: "other_item" });
    const chosen = orderContent(told, [{ state: "custom" }], { otherItemCode: "MISC" });
    expect(chosen).toMatchObject({ content: { lines: [{ itemCode: "MISC", eachMinor: 300 }] } });
  });

  test("leaves out what the merchant says Exigo has not, and keeps its money in the total", () => {
    const told = facts({ lines: [line("1", 1, 300), line("2", 1, 200)] });
    const made = orderContent(told, [{ state: "ignored" }, item("CAP")], NO_CHOICE);
    expect(made).toMatchObject({ content: { lines: [{ itemCode: "CAP" }], totals: { totalMinor: 500 } } });
  });
});

describe("the totals that Exigo shows", () => {
  const totals = { totalMinor: 2336, subTotalMinor: 1500, taxMinor: 136, shippingMinor: 700 };
  const shown = { total: "23.36", subTotal: "15.0000", tax: "1.36", shipping: "7" };

  test("are right to the last cent or wrong", () => {
    expect(showsTotals(shown, totals, 2)).toBe(true);
    for (const field of ["total", "subTotal", "tax", "shipping"]) {
      expect(showsTotals({ ...shown, [field]: "15.0001" }, totals, 2)).toBe(false);
    }
  });

  test("are compared in the places of the currency", () => {
    const yen = { totalMinor: 500, subTotalMinor: 500, taxMinor: 0, shippingMinor: 0 };
    expect(showsTotals({ total: "500.0", subTotal: "500", tax: "0", shipping: "0.0" }, yen, 0)).toBe(true);
  });
});
