import { canonicalJson } from "#core/units";
import fc from "fast-check";
import { expect, it } from "vitest";

/** As plainly as it can be said. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join(",")}}`;
}

/** The members of every object in another order of their names. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turned(member)]),
  );
}

// What has its members in order is written by the engine, and the rest here; stored hashes cover either.
it("writes every value with its members in order of their names, in whatever order they are", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 60 })), (value) => {
      expect(canonicalJson(value)).toBe(written(value));
      expect(canonicalJson(turned(value))).toBe(written(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it("writes the members of an object in order of their names, be they few or many", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 60 }), (names) => {
      const value = Object.fromEntries(names.map((name) => [name, name.length]));
      const members = names.toSorted().map((name) => `${JSON.stringify(name)}:${name.length}`);
      expect(canonicalJson(value)).toBe(`{${members.join(",")}}`);
    }),
  );
});

const MANY = Array.from({ length: 30 }, (_, index) => index);

it("writes many movements as their hash covers them, whichever member comes first", () => {
  const text = `[${MANY.map((seq) => `{"amountMinor":-5,"lot":{"entrySeq":${seq},"line":0}}`).join(",")}]`;
  const lotOf = (entrySeq: number) => ({ entrySeq, line: 0 });
  expect(canonicalJson(MANY.map((seq) => ({ amountMinor: -5, lot: lotOf(seq) })))).toBe(text);
  expect(canonicalJson(MANY.map((seq) => ({ lot: lotOf(seq), amountMinor: -5 })))).toBe(text);
});

it("leaves out members without a value and what only JSON writes of its own accord, among many items too", () => {
  expect(canonicalJson(MANY.map((index) => ({ a: index, b: undefined })))).toBe(
    `[${MANY.map((index) => `{"a":${index}}`).join(",")}]`,
  );
  const at = new Date("2026-11-20T12:00:00.000Z");
  expect(canonicalJson(MANY.map(() => at))).toBe(`[${MANY.map(() => canonicalJson(at)).join(",")}]`);
});
