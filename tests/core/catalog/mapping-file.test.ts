import { describe, expect, it } from "vitest";

import { findMappingColumns, mappingName, readMappingRow } from "#core/catalog";

const positions = { variantId: 0, itemCode: 1, state: 2 };

describe("a file of mappings", () => {
  it("may have its columns in any order and case, and no state", () => {
    expect(findMappingColumns(["sku", "ITEM CODE ", "variant_id"])).toEqual({
      ok: true,
      positions: { variantId: 2, itemCode: 1, state: null },
    });
    expect(findMappingColumns(["Variant ID", "State", "Item code"])).toMatchObject({
      positions: { variantId: 0, itemCode: 2, state: 1 },
    });
  });

  it("lacks a column that nothing can be read without", () => {
    expect(findMappingColumns(["Variant ID", "SKU"])).toEqual({ ok: false, missing: "Item code" });
    expect(findMappingColumns([])).toEqual({ ok: false, missing: "Variant ID" });
  });

  it("names variants by number or by Shopify's whole name", () => {
    const row = { says: "is_item", variantId: "41", itemCode: "TEA" };
    expect(readMappingRow([" 41 ", " TEA "], positions)).toEqual(row);
    expect(readMappingRow([mappingName("41"), "TEA", "mapped"], positions)).toEqual(row);
  });

  it.each(["", "0", "4.1E+13", "41a", "gid://shopify/Product/41"])("refuses %j as a variant", (text) => {
    expect(readMappingRow([text, "TEA"], positions)).toEqual({
      ...{ says: "refused", refusal: { code: "variant_id_malformed" } },
    });
  });

  it("takes off what guards a code from being run as a formula", () => {
    expect(readMappingRow(["41", "'-TEA"], positions)).toMatchObject({ itemCode: "-TEA" });
    expect(readMappingRow(["41", "'TEA"], positions)).toMatchObject({ itemCode: "'TEA" });
  });

  it("says nothing without a code, unless the variant is to stay out of Exigo", () => {
    expect(readMappingRow(["41", "", "mapped"], positions).says).toBe("nothing");
    expect(readMappingRow(["41", ""], positions).says).toBe("nothing");
    expect(readMappingRow(["41", "", "Not in Exigo"], positions).says).toBe("is_none");
    expect(readMappingRow(["41", "TEA", "not in Exigo"], positions).says).toBe("is_item");
    expect(readMappingRow(["41"], positions)).toMatchObject({ refusal: { code: "row_too_short" } });
  });
});
