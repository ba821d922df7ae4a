import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AmountFault, multiplyRatio } from "#core/units";

describe("multiplyRatio", () => {
  it.each([
    [4995, 1n, 100n, "floor", 49],
    [4995, 1n, 100n, "half-up", 50],
    [4995, 1n, 100n, "ceil", 50],
    [4949, 1n, 100n, "half-up", 49],
    [4950, 1n, 100n, "half-up", 50],
    [5000, 1n, 100n, "ceil", 50],
    [0, 7n, 3n, "ceil", 0],
  ] as const)("%i times %s/%s by %s is %i", (value, numerator, denominator, rounding, expected) => {
    expect(multiplyRatio(value, numerator, denominator, rounding)).toBe(expected);
  });

  it("is exact where floating point is not", () => {
    expect(multiplyRatio(Number.MAX_SAFE_INTEGER, 3n, 3n, "floor")).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("refuses a result that is no safe whole number", () => {
    expect(() => multiplyRatio(Number.MAX_SAFE_INTEGER, 2n, 1n, "floor")).toThrow(AmountFault);
  });

  it("keeps floor, half-up and ceil within one unit and in this order", () => {
    const whole = fc.bigInt({ min: 0n, max: 1_000_000n });
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        whole,
        fc.bigInt({ min: 1n, max: 1_000_000n }),
        (value, numerator, denominator) => {
          const [floor, half, ceil] = (["floor", "half-up", "ceil"] as const).map((rounding) =>
            multiplyRatio(value, numerator, denominator, rounding),
          ) as [number, number, number];
          expect(floor).toBeLessThanOrEqual(half);
          expect(half).toBeLessThanOrEqual(ceil);
          expect(ceil - floor).toBe((BigInt(value) * numerator) % denominator === 0n ? 0 : 1);
        },
      ),
    );
  });
});
