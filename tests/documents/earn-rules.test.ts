import { describe, expect, it } from "vitest";

import { liftSimpleRule } from "#core/rules";

import { readEarnRules, writeEarnRules } from "../../app/documents/earn-rules.ts";

const short = {
  schema: 1,
  currency: "USD",
  timeZone: "Europe/Berlin",
  rules: [
    { id: "every-order", name: "Every order", earns: { creditsPerUnitMicros: 1_500_000 } },
    {
      id: "double-weekend",
      name: "Double weekend",
      window: { from: "2026-11-27T00:00", until: "2026-11-30T00:00" },
      when: { all: [{ collection: ["101"] }, { not: { customerTag: ["staff"] } }] },
      earns: { multiplyBps: 20_000 },
    },
  ],
};

describe("a document of outside", () => {
  it("is filled up with what it left out", () => {
    const read = readEarnRules(short);
    expect(read).toMatchObject({
      ok: true,
      document: {
        award: "paid",
        testOrders: false,
        overlap: "bestOf",
        base: { tax: false, paidWithGiftCards: true },
        limits: { budgetMinor: null },
        system: { pending: { enabled: false } },
        rules: [{ enabled: true, when: null, caps: { perMemberMinor: null } }, { id: "double-weekend" }],
      },
    });
  });

  it("reads the same after it was written, in one order of its fields", () => {
    const read = readEarnRules(short);
    if (!read.ok) throw new Error("the document could not be read");
    const text = writeEarnRules(read.document);
    const shuffled = Object.fromEntries(Object.entries(read.document).reverse());
    expect(readEarnRules(JSON.parse(text))).toEqual(read);
    expect(writeEarnRules(shuffled as unknown as typeof read.document)).toBe(text);
    expect(text.split("\n")).toContain('  "timeZone": "Europe/Berlin",');
  });

  it("of before is one of today once it is lifted", () => {
    const lifted = liftSimpleRule({
      ...{ kind: "perCurrencyUnit", enabled: false, creditsPerUnitMicros: 1, currency: "JPY" },
      ...{ rounding: "ceil", expiresAfterDays: 36_500 },
    });
    expect(readEarnRules(lifted)).toEqual({ ok: true, document: lifted });
  });

  const [first, second] = short.rules;
  const withSecond = (changes: object) => ({ ...short, rules: [first, { ...second, ...changes }] });
  const deep = (levels: number): object => (levels === 0 ? { onSale: true } : { not: deep(levels - 1) });
  it.each<[string, unknown, string]>([
    ["no object", "rules", ""],
    ["an unknown field", { ...short, bonus: 1 }, ""],
    ["another schema", { ...short, schema: 2 }, "schema"],
    ["no currency", { ...short, currency: "dollars" }, "currency"],
    ["an id twice", { ...short, rules: [first, first] }, "rules"],
    ["an id with capitals", withSecond({ id: "Double" }), "rules.1.id"],
    ["a fraction of a credit", withSecond({ earns: { creditsPerOrderMinor: 1.5 } }), "rules.1.earns"],
    ["two effects", withSecond({ earns: { multiplyBps: 20_000, creditsPerItemMinor: 1 } }), "rules.1.earns"],
    [
      "a multiplier that takes away",
      withSecond({ earns: { multiplyBps: 9_999 } }),
      "rules.1.earns.multiplyBps",
    ],
    ["two questions in one condition", withSecond({ when: { onSale: true, tip: true } }), "rules.1.when"],
    ["a question that is not known", withSecond({ when: { weather: ["rain"] } }), "rules.1.when"],
    ["an empty list", withSecond({ when: { vendor: [] } }), "rules.1.when.vendor"],
    ["conditions nested too deep", withSecond({ when: deep(7) }), "rules.1.when"],
    [
      "an instant for a local time",
      withSecond({ window: { from: "2026-11-27T00:00:00Z" } }),
      "rules.1.window.from",
    ],
    ["a day that is none", withSecond({ window: { from: "2026-02-30T00:00" } }), "rules.1.window.from"],
    [
      "a window that ends before it begins",
      withSecond({ window: { from: "2026-11-27T00:00", until: "2026-11-26T00:00" } }),
      "rules.1.window",
    ],
  ])("is refused with %s", (_title, outside, path) => {
    const read = readEarnRules(outside);
    expect(read.ok).toBe(false);
    expect(read.ok ? [] : read.problems.map((problem) => problem.path)).toContain(path);
  });

  it("may nest conditions six deep", () => {
    expect(readEarnRules(withSecond({ when: deep(5) })).ok).toBe(true);
  });
});
