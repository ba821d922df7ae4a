import { describe, expect, it } from "vitest";

import type { Base } from "#core/rules";

import { earnRule, evaluate, ruleLine, ruleSubject, withRules } from "./orders.ts";

const switches = ["tax", "shipping", "discountedPart", "giftCardsBought", "paidWithGiftCards"] as const;

/**
 * A mug of 100.00 with 20.00 off and 8.00 tax, a gift card of 50.00, shipping of 10.00 with 1.00 tax: 149.00 in all,
 * of which a gift card paid 37.25, a quarter.
 */
const order = ruleSubject({
  lines: [
    ruleLine({ lineId: "1", grossMinor: 10_000, discountMinor: 2_000, taxMinor: 800 }),
    ruleLine({ lineId: "2", title: "Gift card", grossMinor: 5_000, giftCard: true }),
  ],
  shippingMinor: 1_000,
  shippingTaxMinor: 100,
  giftCardPaidMinor: 3_725,
});

const baseOf = (bits: readonly boolean[]): Base =>
  Object.fromEntries(switches.map((name, index) => [name, bits[index] ?? false])) as unknown as Base;

/** Every combination: 24 in which no money counts twice, and 8 in which gift cards count when bought and when used. */
const combinations = Array.from({ length: 32 }, (_, number) =>
  switches.map((_name, bit) => (number & (1 << bit)) !== 0),
);

/** The amounts of the order by hand, in credits of one per dollar. */
function byHand({ tax, shipping, discountedPart, giftCardsBought, paidWithGiftCards }: Base): number {
  const mug = 80 + (discountedPart ? 20 : 0) + (tax ? 8 : 0);
  const giftCard = giftCardsBought ? 50 : 0;
  const sent = shipping ? 10 + (tax ? 1 : 0) : 0;
  return Math.floor((mug + giftCard + sent) * (paidWithGiftCards ? 1 : 0.75));
}

describe("what of an order counts", () => {
  it.each(combinations)(
    "tax %s, shipping %s, discounted part %s, gift cards bought %s and used %s",
    (...bits) => {
      const base = baseOf(bits);
      const { targetMinor, reason } = evaluate(withRules([earnRule({ id: "rate" })], { base }), order);
      expect({ targetMinor, reason }).toEqual({ targetMinor: byHand(base), reason: "earned" });
    },
  );

  it("tells the base of each line, exact and before rounding, and why a gift card has none", () => {
    const base = baseOf([true, true, false, false, false]);
    const { trace } = evaluate(withRules([earnRule({ id: "rate" })], { base }), order);
    expect(trace.lines.map(({ base: money, kept, excludedBy }) => ({ money, kept, excludedBy }))).toEqual([
      { money: "6600", kept: "1", excludedBy: null },
      { money: "0", kept: "1", excludedBy: { id: "giftCardsBought", name: null } },
    ]);
    expect(trace).toMatchObject({ shipping: { base: "825" }, shareWithoutGiftCards: "0.75", exact: "74.25" });
  });

  it("an order that a gift card paid for wholly earns nothing where that does not count", () => {
    const base = baseOf([false, false, false, true, false]);
    const paid = evaluate(withRules([earnRule({ id: "rate" })], { base }), { giftCardPaidMinor: 1_000 });
    expect(paid).toMatchObject({ targetMinor: 0, reason: "nothing_counts" });
  });

  it("a rule that asks about lines passes shipping by", () => {
    const base = baseOf([false, true, false, true, true]);
    const rule = earnRule({ id: "mugs", when: { product: ["100"] } });
    expect(evaluate(withRules([rule], { base }), { shippingMinor: 900 }).targetMinor).toBe(10);
  });
});
