import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { OrderNews } from "#core/earning";

import { evaluateBy, mergeAll, rule } from "./orders.ts";
import { Till } from "./till.ts";

/** One credit per dollar in a unit of two decimals: a cent earns one minor unit, so that none can hide. */
const rules = [rule(1, "2026-11-01T00:00:00.000Z")];
const evaluate = (events: readonly OrderNews[]) => evaluateBy(mergeAll(events), rules, { scale: 2 });

const five = [{ quantity: 5, unitMinor: 2000 }];
const two = [
  { quantity: 1, unitMinor: 1000 },
  { quantity: 1, unitMinor: 1000 },
];
const thirds = [{ quantity: 3, unitMinor: 333 }];
const taxed = [{ quantity: 2, unitMinor: 5000, taxMinor: 500 }];
const paid = (items: ConstructorParameters<typeof Till>[0]["items"], shippingMinor = 0): Till =>
  new Till({ items, shippingMinor }).pay();
const inYen = (items: ConstructorParameters<typeof Till>[0]["items"]): Till =>
  new Till({ items, presentment: { currency: "JPY", rate: 150 } }).pay();

describe("what an order earns after money has moved", () => {
  it.each<[story: string, till: Till, earned: number, expected?: number]>([
    ["paid", paid(five), 10_000],
    ["not paid", new Till({ items: five }), 0, 10_000],
    ["one of five units returned", paid(five).refund({ 0: 1 }), 8000],
    ["all units returned at once", paid(five).refund({ 0: 5 }), 0],
    ["units returned one by one", paid(five).refund({ 0: 1 }).refund({ 0: 1 }).refund({ 0: 3 }), 0],
    ["one of two lines", paid(two).refund({ 1: 1 }), 1000],
    ["both lines, the second first", paid(two).refund({ 1: 1 }).refund({ 0: 1 }), 0],
    ["a third of what does not divide", paid(thirds).refund({ 0: 1 }), 666],
    ["two thirds of it", paid(thirds).refund({ 0: 2 }), 333],
    ["all thirds", paid(thirds).refund({ 0: 1 }).refund({ 0: 1 }).refund({ 0: 1 }), 0],

    ["goodwill of a tenth", paid(five).giveMoney(1000), 9000],
    ["goodwill twice", paid(five).giveMoney(1000).giveMoney(500), 8500],
    ["goodwill of everything", paid(five).giveMoney(10_000), 0],
    ["goodwill, then a unit returned", paid(five).giveMoney(1000).refund({ 0: 1 }), 7000],
    ["a unit returned, then goodwill", paid(five).refund({ 0: 1 }).giveMoney(1000), 7000],
    ["goodwill, then all that is left", paid(five).giveMoney(1000).refund({ 0: 5 }, { givenMinor: 9000 }), 0],
    ["more given than was paid", paid(five).giveMoney(12_000), 0],
    ["more units returned than bought", paid(two).refund({ 0: 3 }, { givenMinor: 1000 }), 1000],
    ["a unit returned for more than it cost", paid(five).refund({ 0: 1 }, { givenMinor: 2500 }), 7500],
    ["a unit returned with a fee kept back", paid(five).refund({ 0: 1 }, { givenMinor: 1500 }), 8000],
    ["the fee given back later", paid(five).refund({ 0: 1 }, { givenMinor: 1500 }).giveMoney(500), 8000],

    ["shipping kept out of the base", paid(five, 900), 10_000],
    ["shipping refunded", paid(five, 900).refundShipping(900), 10_000],
    ["a part of the shipping refunded", paid(five, 900).refundShipping(400), 10_000],
    ["all units returned and shipping kept", paid(five, 900).refund({ 0: 5 }), 0],
    ["goodwill shared with shipping", paid(five, 2500).giveMoney(1250), 9000],
    ["tax kept out of the base", paid(taxed), 10_000],
    ["a taxed unit returned", paid(taxed).refund({ 0: 1 }), 5000],
    ["goodwill shared with tax", paid(taxed).giveMoney(1100), 9000],

    ["an edit takes a unit off: no change until money moves", paid(five).edit({ 0: 1 }), 10_000, 8000],
    ["the money of the edit moves", paid(five).edit({ 0: 1 }).giveMoney(2000), 8000],
    ["half of the money of the edit moves", paid(five).edit({ 0: 1 }).giveMoney(1000), 9000, 8000],
    ["the money of the edit and goodwill", paid(five).edit({ 0: 1 }).giveMoney(2500), 7500],
    ["two edits, the money of the first", paid(two).edit({ 0: 1 }).edit({ 1: 1 }).giveMoney(1000), 1000, 0],
    ["an edit before payment", new Till({ items: five }).edit({ 0: 1 }).pay(), 8000],
    [
      "an edit before payment, then a refund",
      new Till({ items: five }).edit({ 0: 1 }).pay().refund({ 0: 1 }),
      6000,
    ],
    [
      "an edit before payment, then goodwill",
      new Till({ items: five }).edit({ 0: 1 }).pay().giveMoney(800),
      7200,
    ],
    ["an edit adds what is not paid yet", paid(two).edit({}, [{ quantity: 1, unitMinor: 500 }]), 2000, 2500],
    [
      "the added line is paid",
      paid(two)
        .edit({}, [{ quantity: 1, unitMinor: 500 }])
        .pay(),
      2500,
    ],
    [
      "the added line is paid and returned",
      paid(two)
        .edit({}, [{ quantity: 1, unitMinor: 500 }])
        .pay()
        .refund({ 2: 1 }),
      2000,
    ],

    ["exchange for the same price", paid(two).edit({ 0: 1 }, [{ quantity: 1, unitMinor: 1000 }]), 2000],
    [
      "exchange for something dearer, not paid",
      paid(two).edit({ 0: 1 }, [{ quantity: 1, unitMinor: 1500 }]),
      2000,
      2500,
    ],
    [
      "exchange for something dearer, paid",
      paid(two)
        .edit({ 0: 1 }, [{ quantity: 1, unitMinor: 1500 }])
        .pay(),
      2500,
    ],
    [
      "exchange for something dearer, paid, then goodwill",
      paid(two)
        .edit({ 0: 1 }, [{ quantity: 1, unitMinor: 1500 }])
        .pay()
        .giveMoney(250),
      2250,
    ],
    [
      "exchange for something cheaper, money owed",
      paid(two).edit({ 0: 1 }, [{ quantity: 1, unitMinor: 400 }]),
      2000,
      1400,
    ],
    [
      "exchange for something cheaper, money given",
      paid(two)
        .edit({ 0: 1 }, [{ quantity: 1, unitMinor: 400 }])
        .giveMoney(600),
      1400,
    ],
    [
      "exchange for something dearer, not paid, with shipping",
      paid(two, 500).edit({ 0: 1 }, [{ quantity: 1, unitMinor: 1500 }]),
      2000,
      2500,
    ],
    [
      "the exchanged item returned",
      paid(two)
        .edit({ 0: 1 }, [{ quantity: 1, unitMinor: 1500 }])
        .pay()
        .refund({ 2: 1 }),
      1000,
    ],

    ["a chargeback of everything", paid(five).dispute(10_000, "needs_response"), 0],
    ["a chargeback of a part", paid(five).dispute(2500, "under_review"), 7500],
    ["a chargeback won", paid(five).dispute(10_000, "needs_response").dispute(10_000, "won"), 10_000],
    ["a chargeback lost", paid(five).dispute(10_000, "needs_response").dispute(10_000, "lost"), 0],
    ["an inquiry", paid(five).dispute(10_000, "needs_response", { type: "inquiry" }), 10_000],
    [
      "an inquiry that became a chargeback",
      paid(five).dispute(10_000, "under_review", { type: "inquiry" }).dispute(10_000, "needs_response"),
      0,
    ],
    ["a chargeback after a refund", paid(five).refund({ 0: 2 }).dispute(6000, "lost"), 0],

    ["yen: a unit returned", inYen(five).refund({ 0: 1 }), 8000],
    ["yen: goodwill", inYen(five).giveMoney(1000), 9000],
    ["yen: an edit and its money", inYen(five).edit({ 0: 1 }).giveMoney(2000), 8000],
    ["yen: everything returned", inYen(five).refund({ 0: 2 }).refund({ 0: 3 }), 0],

    ["paid twice, and once given back", paid(five).payAgain().giveMoney(10_000), 10_000],

    ["cancelled", paid(five).cancel(), 0],
    ["cancelled before payment", new Till({ items: five }).cancel(), 0],
    ["deleted: what was earned stays", paid(five).delete(), 10_000],
    ["deleted before payment", new Till({ items: five }).delete(), 0],
  ])("%s", (_, till, earned, expected = earned) => {
    const { targetMinor, expectedMinor } = evaluate(till.events);
    expect({ now: targetMinor, then: expectedMinor ?? targetMinor }).toEqual({ now: earned, then: expected });
  });
});

/** Steps that a merchant may take, as numbers to be read against what is left. */
const step = fc.record({
  what: fc.constantFrom("return", "goodwill", "edit", "exchange", "pay"),
  line: fc.nat(9),
  units: fc.integer({ min: 1, max: 3 }),
  priceMinor: fc.integer({ min: 1, max: 9000 }),
});
const stories = fc.record({
  items: fc.array(
    fc.record({ quantity: fc.integer({ min: 1, max: 5 }), unitMinor: fc.integer({ min: 0, max: 9999 }) }),
    { minLength: 1, maxLength: 4 },
  ),
  before: fc.array(step, { maxLength: 2 }),
  after: fc.array(step, { maxLength: 8 }),
  rate: fc.constantFrom(1, 1, 1, 150, 7),
});

/**
 * Lives a story at the till. What is left on the shelves is counted apart, so that no more is returned than there is
 * and no more is given than is in the drawer.
 */
function live({
  items,
  before,
  after,
  rate,
}: typeof stories extends fc.Arbitrary<infer T> ? T : never): Till {
  const presentment = { currency: rate === 1 ? "USD" : "XTS", rate };
  const till = new Till({ items, presentment });
  const left = items.map(({ quantity }) => quantity);
  const prices = items.map(({ unitMinor }) => unitMinor);
  const take = ({ line, units }: { line: number; units: number }): Record<number, number> => {
    const index = line % left.length;
    const count = Math.min(units, left[index] ?? 0);
    if (count === 0) return {};
    left[index] = (left[index] ?? 0) - count;
    return { [index]: count };
  };
  const worthOf = (units: Record<number, number>): number =>
    Object.entries(units).reduce((sum, [index, count]) => sum + count * (prices[Number(index)] ?? 0), 0);
  for (const each of before) if (each.what === "edit") till.edit(take(each));
  till.pay();
  for (const each of after) {
    if (each.what === "pay") till.pay();
    if (each.what === "edit") till.edit(take(each));
    // Beside money that went back in another currency, sums are too rough to say what an exchange still owes.
    if (each.what === "exchange" && rate === 1) {
      const units = take(each);
      left.push(1);
      prices.push(each.priceMinor);
      till.edit(units, [{ quantity: 1, unitMinor: each.priceMinor }]);
    }
    if (each.what === "goodwill") {
      const givenMinor = Math.min(each.priceMinor, till.keptMinor);
      if (givenMinor > 0) till.giveMoney(givenMinor);
    }
    if (each.what === "return") {
      const units = take(each);
      const worth = worthOf(units);
      if (worth > 0 && worth <= till.keptMinor) till.refund(units);
      else
        for (const [index, count] of Object.entries(units))
          left[Number(index)] = (left[Number(index)] ?? 0) + count;
    }
  }
  return till;
}

it("counts to the minor unit what the drawer has kept, whatever was returned, exchanged or given", () => {
  fc.assert(
    fc.property(stories, (story) => {
      const till = live(story);
      expect(evaluate(till.events).targetMinor).toBe(till.keptMinor);
    }),
    { numRuns: 5000 },
  );
});
