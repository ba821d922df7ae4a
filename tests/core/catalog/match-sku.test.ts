import { expect, test } from "vitest";

import {
  handleOfItem,
  matchSku,
  productContent,
  readItemCode,
  wantedStock,
  weightInGrams,
} from "#core/catalog";

const codes = ["TEA", "Cup", "CUP", "20-letters-long-code"];

test("a SKU names the item whose code it is, without the space around it", () => {
  expect(matchSku(" TEA ", { codes, codeCase: "exact" })).toBe("TEA");
  expect(matchSku("tea", { codes, codeCase: "exact" })).toBeNull();
  expect(matchSku("tea", { codes, codeCase: "ignored" })).toBe("TEA");
});

test("codes that differ in case alone are for a person, unless one is spelled exactly so", () => {
  expect(matchSku("cup", { codes, codeCase: "ignored" })).toBeNull();
  expect(matchSku("Cup", { codes, codeCase: "ignored" })).toBe("Cup");
});

test("what is empty or longer than Exigo's codes names nothing", () => {
  expect(readItemCode("  ")).toBeNull();
  expect(readItemCode("20-letters-long-code")).toBe("20-letters-long-code");
  expect(
    matchSku("21-letters-long-code-", { codes: ["21-letters-long-code-"], codeCase: "exact" }),
  ).toBeNull();
  expect(matchSku(null, { codes, codeCase: "exact" })).toBeNull();
});

test("orders on their way are taken off Exigo's stock, which is never below zero in the shop", () => {
  expect(wantedStock({ available: 10, onTheWay: 3 })).toBe(7);
  expect(wantedStock({ available: 2, onTheWay: 3 })).toBe(0);
  expect(wantedStock({ available: -4, onTheWay: 0 })).toBe(0);
});

test("items have handles of their own, also when their codes differ in signs alone", () => {
  const handles = ["A-1", "A 1", "A.1", "A/1", "a1"].map(handleOfItem);
  expect(new Set(handles).size).toBe(5);
  expect(handles.every((handle) => /^[a-z0-9-]+$/.test(handle))).toBe(true);
});

test("an empty text in Exigo leaves the shop's, and so does an item that is only a part of the product", () => {
  const item = { description: "Tea", longDetail: "" };
  const fields = ["title", "description"] as const;
  expect(productContent(item, { fields, isOnlyItem: true })).toEqual({ title: "Tea" });
  expect(productContent(item, { fields: ["description"], isOnlyItem: true })).toEqual({});
  expect(productContent(item, { fields, isOnlyItem: false })).toEqual({});
});

test("a weight is read in the company's unit", () => {
  expect(weightInGrams({ weight: "2" }, "lb")).toBe(907.2);
  expect(weightInGrams({ weight: "1.5" }, "kg")).toBe(1_500);
  expect(weightInGrams({ weight: null }, "lb")).toBeNull();
  expect(weightInGrams({ weight: "-1" }, "lb")).toBeNull();
});
