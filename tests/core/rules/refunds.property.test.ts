import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compileRules, evaluateRules, noCaps, utcCalendar } from "#core/rules";
import type { EarnRule, EarnRulesDocument, Effect, RuleLine, RuleSubject } from "#core/rules";

import { earnRule, emptyDocument, ruleLine, ruleSubject } from "./orders.ts";

const vendor = fc.constantFrom("Acme", "Other", null);
const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({ creditsPerUnitMicros: fc.integer({ min: 1, max: 20_000_000 }) }),
  fc.record({ creditsPerItemMinor: fc.integer({ min: 0, max: 99 }) }),
  fc.record({ creditsPerOrderMinor: fc.integer({ min: 0, max: 999 }) }),
  fc.record({ multiplyBps: fc.integer({ min: 10_001, max: 50_000 }) }),
);
const rule: fc.Arbitrary<EarnRule> = fc
  .record({
    earns: effect,
    when: fc.constantFrom(null, { vendor: ["Acme"] }, { orderMinimumMinor: 5000 }),
    perOrderMinor: fc.option(fc.integer({ min: 0, max: 300 })),
  })
  .map(({ perOrderMinor, ...rest }) => earnRule({ id: "", ...rest, caps: { perOrderMinor, ...noCaps } }));
const document: fc.Arbitrary<EarnRulesDocument> = fc
  .record({
    rounding: fc.constantFrom("floor", "half-up", "ceil"),
    overlap: fc.constantFrom("bestOf", "sum", "firstMatch"),
    base: fc.record({
      tax: fc.boolean(),
      shipping: fc.constant(false),
      discountedPart: fc.boolean(),
      giftCardsBought: fc.boolean(),
      paidWithGiftCards: fc.boolean(),
    }),
    rules: fc.array(rule, { minLength: 1, maxLength: 6 }),
    perOrderMinor: fc.option(fc.integer({ min: 0, max: 500 })),
  })
  .map(({ rules, perOrderMinor, ...rest }) => ({
    ...emptyDocument,
    ...rest,
    rules: rules.map((each, index) => ({ ...each, id: `rule-${index}` })),
    limits: { ...emptyDocument.limits, perOrderMinor },
  }));
const line: fc.Arbitrary<RuleLine> = fc
  .record({
    quantity: fc.integer({ min: 1, max: 7 }),
    grossMinor: fc.integer({ min: 0, max: 9_999 }),
    discountShare: fc.integer({ min: 0, max: 4 }),
    taxMinor: fc.integer({ min: 0, max: 500 }),
    vendor,
    giftCard: fc.boolean(),
  })
  .map(({ discountShare, ...rest }) =>
    ruleLine({ ...rest, discountMinor: Math.floor((rest.grossMinor * discountShare) / 4) }),
  );
const lines = fc
  .array(line, { minLength: 1, maxLength: 5 })
  .map((some) => some.map((each, index) => ({ ...each, lineId: String(index) })));

/** An order with the ways its units go: one line's number for each unit that is refunded. */
const refundedOrder = fc
  .record({ lines, giftCardPaidMinor: fc.integer({ min: 0, max: 9_999 }) })
  .chain((order) => {
    const units = order.lines.flatMap((each, index) => Array.from({ length: each.quantity }, () => index));
    return fc.record({
      order: fc.constant(ruleSubject(order)),
      way: fc.shuffledSubarray(units, { minLength: units.length }),
    });
  });

function refundUnits(order: RuleSubject, way: readonly number[]): RuleSubject {
  return {
    ...order,
    lines: order.lines.map((each, index) => {
      const gone = way.filter((unit) => unit === index).length;
      const denominator = BigInt(each.quantity);
      return { ...each, kept: { numerator: denominator - BigInt(gone), denominator } };
    }),
  };
}

describe("refunds", () => {
  it("unit by unit, in any order, only ever lower the target and end at exactly 0", () => {
    fc.assert(
      fc.property(document, refundedOrder, (rules, { order, way }) => {
        const compiled = compileRules({ document: rules, calendar: utcCalendar }, { scale: 2 });
        let before = evaluateRules(compiled, order).targetMinor;
        for (let gone = 1; gone <= way.length; gone += 1) {
          const { targetMinor } = evaluateRules(compiled, refundUnits(order, way.slice(0, gone)));
          expect(targetMinor).toBeLessThanOrEqual(before);
          before = targetMinor;
        }
        expect(before).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("of the same units come to the same, whatever came first", () => {
    fc.assert(
      fc.property(document, refundedOrder, fc.nat(), (rules, { order, way }, cut) => {
        const compiled = compileRules({ document: rules, calendar: utcCalendar }, { scale: 0 });
        const some = way.slice(0, cut % (way.length + 1));
        const target = (units: readonly number[]): number =>
          evaluateRules(compiled, refundUnits(order, units)).targetMinor;
        expect(target([...some].reverse())).toBe(target(some));
      }),
      { numRuns: 100 },
    );
  });

  it("tell a trace that survives being written down", () => {
    fc.assert(
      fc.property(document, refundedOrder, (rules, { order, way }) => {
        const compiled = compileRules({ document: rules, calendar: utcCalendar }, { scale: 0 });
        const { trace } = evaluateRules(compiled, refundUnits(order, way.slice(1)));
        expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
      }),
      { numRuns: 100 },
    );
  });
});
