import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { mergeOrder } from "#core/earning";
import type { OrderFacts, OrderLine, OrderNews, OrderRefund } from "#core/earning";

import { evaluateBy, facts, line, mergeAll, PROGRAM, refund, rule, snapshot } from "./orders.ts";

const rules = [rule(1, "2026-11-01T00:00:00.000Z", { creditsPerUnitMicros: 1_370_000 })];
const roundings = fc.constantFrom("floor", "half-up", "ceil");
const lineList = fc
  .array(fc.record({ quantity: fc.integer({ min: 1, max: 6 }), netMinor: fc.nat(50_000) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((rows) => rows.map(({ quantity, netMinor }, index) => line(String(index + 1), quantity, netMinor)));

/** Single units of all lines, in any order: refunding them one by one empties the order. */
const unitsOf = (lines: readonly OrderLine[]) =>
  fc.shuffledSubarray(
    lines.flatMap(({ lineId, quantity }) => Array.from({ length: quantity }, () => lineId)),
    { minLength: 0 },
  );

/** Whole seconds, as Shopify writes them: several events may share one. */
const at = (second: number) => `2026-11-10T10:00:${String(second).padStart(2, "0")}.000Z`;

/** The life of one order as its events tell it: created, paid, edited, refunded in parts, perhaps cancelled. */
const lives = lineList.chain((lines) =>
  fc.record({
    lines: fc.constant(lines),
    refundedUnits: unitsOf(lines),
    seconds: fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }),
    edit: fc.boolean(),
    cancel: fc.boolean(),
  }),
);

function eventsOf(life: typeof lives extends fc.Arbitrary<infer T> ? T : never): OrderNews[] {
  let second = 0;
  let state: OrderFacts = facts({ financialStatus: "pending", lines: life.lines, updatedAt: at(0) });
  const refunds: OrderRefund[] = [];
  const events: OrderNews[] = [];
  const tell = (change: Partial<OrderFacts>): void => {
    second += life.seconds[events.length % life.seconds.length] ?? 0;
    state = { ...state, ...change, updatedAt: at(Math.min(second, 59)) };
    events.push({ facts: state, refunds: [...refunds] });
  };
  tell({});
  tell({ financialStatus: "paid" });
  if (life.edit) tell({ lines: [...state.lines, line("99", 2, 700)] });
  for (const lineId of life.refundedUnits.slice(0, 6)) {
    refunds.push(refund(String(refunds.length + 1), { [lineId]: 1 }));
    events.push({ facts: null, refunds: refunds.slice(-1) });
    const lines = state.lines.map((each) =>
      each.lineId === lineId ? { ...each, currentQuantity: each.currentQuantity - 1 } : each,
    );
    tell({ lines, financialStatus: "partially_refunded" });
  }
  if (life.cancel) tell({ cancelledAt: at(59) });
  return events;
}

const arrivals = lives.chain((life) => {
  const events = eventsOf(life);
  const repeats = fc.array(fc.constantFrom(...events), { maxLength: 6 });
  return repeats.chain((again) =>
    fc.record({
      told: fc.constant(events),
      arrived: fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }),
    }),
  );
});

describe("the order of arrival", () => {
  it("changes neither the snapshot nor the evaluation, whatever comes late or twice", () => {
    fc.assert(
      fc.property(arrivals, ({ told, arrived }) => {
        const expected = mergeAll(told);
        const actual = mergeAll(arrived);
        expect(actual).toEqual(expected);
        expect(evaluateBy(actual, rules, PROGRAM)).toEqual(evaluateBy(expected, rules, PROGRAM));
      }),
      { numRuns: 2_000 },
    );
  });

  it("ends in the last state told, also when all of them share a second", () => {
    fc.assert(
      fc.property(arrivals, ({ told, arrived }) => {
        expect(mergeAll(arrived).facts).toEqual(told.findLast((news) => news.facts)?.facts);
      }),
      { numRuns: 500 },
    );
  });

  it("does not matter for a refund that comes before its order", () => {
    const early = mergeAll([
      { facts: null, refunds: [refund("1", { 1: 1 })] },
      { facts: facts(), refunds: [] },
    ]);
    expect(evaluateBy(early, rules, PROGRAM)).toMatchObject({ targetMinor: 0, reason: "nothing_left" });
  });

  it("leaves the very same snapshot when nothing new is told", () => {
    const known = snapshot(facts(), refund("1", { 1: 1 }));
    expect(mergeOrder(known, { facts: facts(), refunds: [refund("1", { 1: 1 })] })).toBe(known);
    expect(mergeOrder(known, { facts: facts({ updatedAt: at(0), name: "old" }), refunds: [] })).toBe(known);
  });
});

describe("refunding everything, line by line", () => {
  it("ends at exactly 0 in any order, and never earns more on the way", () => {
    const cases = lineList.chain((lines) =>
      fc.record({
        lines: fc.constant(lines),
        units: fc.shuffledSubarray(
          lines.flatMap(({ lineId, quantity }) => Array.from({ length: quantity }, () => lineId)),
          { minLength: lines.reduce((sum, { quantity }) => sum + quantity, 0) },
        ),
        rounding: roundings,
        creditsPerUnitMicros: fc.integer({ min: 1, max: 20_000_000 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ lines, units, rounding, creditsPerUnitMicros }) => {
        const versions = [rule(1, "2026-11-01T00:00:00.000Z", { rounding, creditsPerUnitMicros })];
        const steps = units.map((_, count) =>
          units.slice(0, count + 1).map((lineId, index) => refund(String(index + 1), { [lineId]: 1 })),
        );
        const targets = [[], ...steps].map(
          (refunds) => evaluateBy(snapshot(facts({ lines }), ...refunds), versions, PROGRAM).targetMinor,
        );
        expect(targets.at(-1)).toBe(0);
        expect(targets).toEqual([...targets].sort((a, b) => b - a));
      }),
      { numRuns: 2_000 },
    );
  });

  it("shows lines that sum to the base at every step", () => {
    fc.assert(
      fc.property(
        lineList.chain((lines) => fc.tuple(fc.constant(lines), unitsOf(lines))),
        ([lines, units]) => {
          const refunds = units.map((lineId, index) => refund(String(index + 1), { [lineId]: 1 }));
          const { baseMinor, lines: shown } = evaluateBy(
            snapshot(facts({ lines }), ...refunds),
            rules,
            PROGRAM,
          );
          expect(shown.reduce((sum, each) => sum + each.baseMinor, 0)).toBe(baseMinor);
          for (const each of shown) {
            const whole = lines.find(({ lineId }) => lineId === each.lineId)?.grossMinor;
            if (each.remainingQuantity === 0) expect(each.baseMinor).toBe(0);
            if (units.length === 0) expect(each.baseMinor).toBe(whole);
          }
        },
      ),
    );
  });
});
