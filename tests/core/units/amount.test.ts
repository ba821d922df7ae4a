import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AmountFault, assertMinor, currencyScale, formatDecimal, parseDecimal } from "#core/units";

const scales = fc.integer({ min: 0, max: 4 });

describe("parseDecimal", () => {
  it.each([
    ["12.50", 2, 1250],
    ["12.5", 2, 1250],
    ["12", 2, 1200],
    ["-0.01", 2, -1],
    ["0.10", 1, 1],
    ["49.9500", 2, 4995],
    ["1000.00", 0, 1000],
    ["007.00", 2, 700],
    ["90071992547409.91", 2, Number.MAX_SAFE_INTEGER],
  ])("reads %s at scale %i as %i", (text, scale, expected) => {
    expect(parseDecimal(text, scale)).toBe(expected);
  });

  it.each([
    ["12.505", 2],
    ["12,50", 2],
    ["1e3", 2],
    ["", 2],
    [".5", 2],
    ["5.", 2],
    ["+5", 2],
    ["0x10", 2],
    ["90071992547409.92", 2],
    ["99999999999999999999", 0],
  ])("refuses %s at scale %i", (text, scale) => {
    expect(parseDecimal(text, scale)).toBeNull();
  });

  it("never gives a negative zero", () => {
    expect(Object.is(parseDecimal("-0.00", 2), 0)).toBe(true);
  });

  it("reads back every amount that was written", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), scales, (amountMinor, scale) => {
        expect(parseDecimal(formatDecimal(amountMinor, scale), scale)).toBe(
          amountMinor === 0 ? 0 : amountMinor,
        );
      }),
    );
  });
});

describe("formatDecimal", () => {
  it.each([
    [-1250, 2, "-12.50"],
    [5, 2, "0.05"],
    [0, 0, "0"],
    [-7, 0, "-7"],
  ])("writes %i at scale %i as %s", (amountMinor, scale, expected) => {
    expect(formatDecimal(amountMinor, scale)).toBe(expected);
  });
});

it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])(
  "%d is no whole number of minor units",
  (value) => {
    expect(() => assertMinor(value)).toThrow(AmountFault);
  },
);

it.each([
  ["USD", 2],
  ["JPY", 0],
  ["KWD", 3],
])("%s has %i decimal places", (currency, scale) => {
  expect(currencyScale(currency)).toBe(scale);
});
