import { describe, expect, it } from "vitest";

import {
  compileOnce,
  differenceOf,
  liftSimpleRule,
  readStoredRules,
  toSimpleRule,
  utcCalendar,
  versionInForce,
  writeSimpleRule,
} from "#core/rules";
import type { SimpleEarnRule } from "#core/rules";

import { earnRule, emptyDocument, evaluate, ruleLine, withRules } from "./orders.ts";

const simple: SimpleEarnRule = {
  kind: "perCurrencyUnit",
  enabled: true,
  creditsPerUnitMicros: 1_500_000,
  currency: "USD",
  rounding: "half-up",
  expiresAfterDays: 90,
};

describe("the version in force", () => {
  const version = (number: number, day: string) => ({
    version: number,
    activeFrom: `2026-${day}T00:00:00.000Z`,
  });
  const inForce = (versions: readonly ReturnType<typeof version>[], day: string): number | undefined =>
    versionInForce(versions, `2026-${day}T00:00:00.000Z`)?.version;

  it("is the one that became active last, from its very instant", () => {
    const versions = [version(1, "11-01"), version(2, "11-10")];
    expect(inForce(versions, "11-09")).toBe(1);
    expect(inForce(versions, "11-10")).toBe(2);
  });

  it("is the scheduled one when its day has come, also after a later version was saved for before", () => {
    const versions = [version(1, "11-01"), version(2, "12-01"), version(3, "11-20")];
    expect(["11-19", "11-20", "12-01"].map((day) => inForce(versions, day))).toEqual([1, 3, 2]);
  });

  it("is the later one of two that became active together", () => {
    expect(inForce([version(3, "11-01"), version(2, "11-01")], "11-02")).toBe(3);
  });

  it("is the first one for orders of before, and none where there is none", () => {
    expect(inForce([version(2, "11-10"), version(1, "11-01")], "01-01")).toBe(1);
    expect(versionInForce([], "2026-11-01T00:00:00.000Z")).toBeNull();
  });
});

describe("a version made ready", () => {
  const version = {
    ...{ version: 1, activeFrom: "2026-11-01T00:00:00.000Z", calendar: utcCalendar },
    document: liftSimpleRule(simple),
  };

  it("is compiled once for each scale, and anew for another version", () => {
    const ready = compileOnce(version, { scale: 0 });
    expect(compileOnce(version, { scale: 0 })).toBe(ready);
    expect(compileOnce(version, { scale: 2 })).not.toBe(ready);
    expect(compileOnce({ ...version, version: 2 }, { scale: 0 })).not.toBe(ready);
    expect(compileOnce(version, { scale: 2 }).unitScale).toBe(2);
  });
});

describe("a document of before", () => {
  it("that says nothing of test orders lets them earn nothing", () => {
    const { testOrders: _, ...stored } = emptyDocument;
    expect(readStoredRules(stored)).toEqual({ ...emptyDocument, testOrders: false });
    expect(readStoredRules({ ...emptyDocument, testOrders: true }).testOrders).toBe(true);
  });

  it("means what it meant, and can be told back", () => {
    const lifted = liftSimpleRule(simple);
    expect(evaluate(lifted, { lines: [ruleLine({ grossMinor: 4995 })] }).targetMinor).toBe(75);
    expect(lifted.system.expiry).toEqual({ enabled: true, days: 90 });
    expect(toSimpleRule(lifted)).toEqual(simple);
    expect(toSimpleRule(liftSimpleRule({ ...simple, expiresAfterDays: null }))).toMatchObject({
      expiresAfterDays: null,
    });
  });

  it("is written today so that the money of a gift card earns once, and keeps what was said before", () => {
    const written = writeSimpleRule(simple, null);
    expect(written.base).toMatchObject({ giftCardsBought: false, paidWithGiftCards: true });
    expect(toSimpleRule(written)).toEqual(simple);
    const before = liftSimpleRule(simple, "Europe/Berlin");
    expect(writeSimpleRule({ ...simple, rounding: "ceil" }, before)).toEqual({ ...before, rounding: "ceil" });
  });

  it("is not told back when a document says more than it could", () => {
    const lifted = liftSimpleRule(simple, "Europe/Berlin");
    expect(toSimpleRule(lifted)).toEqual(simple);
    expect(toSimpleRule({ ...lifted, award: "fulfilled" })).toBeNull();
    expect(toSimpleRule({ ...lifted, rules: [...lifted.rules, earnRule({ id: "more" })] })).toBeNull();
    expect(toSimpleRule(emptyDocument)).toBeNull();
    expect(toSimpleRule(withRules([earnRule({ id: "a", earns: { multiplyBps: 20_000 } })]))).toBeNull();
  });
});

describe("the difference of two documents", () => {
  it("is nothing for the same document, however its fields are ordered", () => {
    expect(differenceOf({ a: 1, b: [1] }, { b: [1], a: 1 })).toEqual([]);
  });

  it("names rules by their id, wherever they stand", () => {
    const before = withRules([earnRule({ id: "rate" }), earnRule({ id: "old" }), earnRule({ id: "kept" })]);
    const after = withRules(
      [
        earnRule({ id: "kept" }),
        earnRule({ id: "rate", earns: { multiplyBps: 20_000 }, when: { vendor: ["Acme"] } }),
        earnRule({ id: "new" }),
      ],
      { rounding: "ceil" },
    );
    expect(differenceOf(before, after)).toEqual([
      { path: "rounding", before: "floor", after: "ceil" },
      { path: "rules.rate.when", before: null, after: { vendor: ["Acme"] } },
      { path: "rules.rate.earns.multiplyBps", after: 20_000 },
      { path: "rules.rate.earns.creditsPerUnitMicros", before: 1_000_000 },
      { path: "rules.new", after: earnRule({ id: "new" }) },
      { path: "rules.old", before: earnRule({ id: "old" }) },
      { path: "rules.order", before: ["rate", "kept"], after: ["kept", "rate"] },
    ]);
  });

  it("tells a list without ids as a whole", () => {
    expect(differenceOf({ product: ["1", "2"] }, { product: ["2"] })).toEqual([
      { path: "product", before: ["1", "2"], after: ["2"] },
    ]);
  });
});
