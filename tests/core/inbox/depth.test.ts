import fc from "fast-check";
import { expect, test } from "vitest";

import { isNestedTooDeep } from "#core/inbox";

/** The depth of a value, counted the other way round: from what the parser made of the text. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test("says of any JSON whether it nests deeper than allowed, whatever its strings hold", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: "binary" }), fc.nat(7), (value, limit) => {
      expect(isNestedTooDeep(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      expect(isNestedTooDeep(JSON.stringify(value, null, 2), limit)).toBe(depthOf(value) > limit);
    }),
  );
});

test("brackets and quotes within strings do not count", () => {
  expect(isNestedTooDeep(JSON.stringify({ note: '[[[{{{ \\" [[[' }), 1)).toBe(false);
});

test("a body of Shopify's depth passes, one made to break a parser does not", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  expect(isNestedTooDeep(nested(64))).toBe(false);
  expect(isNestedTooDeep(nested(65))).toBe(true);
  expect(isNestedTooDeep("[".repeat(5_000_000))).toBe(true);
});
