import fc from "fast-check";
import { expect, test } from "vitest";

import { splitUnits, sumOfUnits } from "../../../../app/core/sync/orders/split-units.ts";

const aLine = fc.record({
  totalMinor: fc.integer({ min: 0, max: 100_000_000 }),
  quantity: fc.integer({ min: 1, max: 500 }),
});

test("the units of a line cost exactly what the line costs, at two prices that are one minor unit apart", () => {
  fc.assert(
    fc.property(aLine, (line) => {
      const units = splitUnits(line);
      expect(sumOfUnits(units)).toBe(line.totalMinor);
      expect(units.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(line.quantity);
      const prices = units.map(({ eachMinor }) => eachMinor);
      expect(Math.max(...prices) - Math.min(...prices)).toBeLessThanOrEqual(1);
    }),
  );
});

test("parts that are taken one after the other add up to the line, whatever their sizes", () => {
  fc.assert(
    fc.property(aLine, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }), (line, sizes) => {
      let from = 0;
      let total = 0;
      for (const count of [...sizes, line.quantity]) {
        total += sumOfUnits(splitUnits(line, { from, count }));
        from += count;
      }
      expect(total).toBe(line.totalMinor);
    }),
  );
});

test("a line without units, and units beyond the line, are nothing", () => {
  expect(splitUnits({ totalMinor: 0, quantity: 0 })).toEqual([]);
  expect(splitUnits({ totalMinor: 100, quantity: 2 }, { from: 2, count: 1 })).toEqual([]);
});
