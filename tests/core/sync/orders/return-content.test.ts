import { describe, expect, test } from "vitest";

import type { MoneyPair, OrderRefund, RefundMoney } from "#core/earning";
import { returnContent } from "#core/sync";
import type { LineItem } from "#core/sync";
import { facts, line, refund } from "../../earning/orders.ts";

const items: LineItem[] = [{ state: "mapped", itemCode: "SHIRT" }];
const order = facts({ lines: [line("1", 3, 1000, { taxMinor: 80 })], shippingMinor: 500 });
const NO_CHOICE = { otherItemCode: null };

const both = (minor: number): MoneyPair => ({ shopMinor: minor, presentmentMinor: minor });

function refundOf(
  refundId: string,
  units: number,
  worth: { lines: number; tax?: number; shipping?: number },
  given: { amountMinor: number; status?: string; currency?: string } | null,
): OrderRefund {
  const money: RefundMoney = {
    lines: both(worth.lines),
    lineTax: both(worth.tax ?? 0),
    shipping: both(worth.shipping ?? 0),
    shippingTax: both(0),
    taxAlone: both(0),
    transactions: given
      ? [
          {
            transactionId: "1",
            kind: "refund",
            status: "success",
            gateway: "bogus",
            currency: "USD",
            ...given,
          },
        ]
      : [],
  };
  return { ...refund(refundId, units > 0 ? { "1": units } : {}), money };
}

const contentOf = (
  refunds: OrderRefund[],
  refundId: string,
  choice: { otherItemCode: string | null } = NO_CHOICE,
) => returnContent({ facts: order, refunds, refundId }, items, choice);

describe("the return of a refund", () => {
  test("takes its units at the prices they were sold at, below zero, and shows the money that went back", () => {
    const refunds = [refundOf("9", 1, { lines: 333, tax: 27 }, { amountMinor: 360 })];
    expect(contentOf(refunds, "9")).toEqual({
      ok: true,
      content: {
        lines: [{ itemCode: "SHIRT", quantity: -1, eachMinor: 334, isTaxed: true, lineId: "1" }],
        totals: { totalMinor: -360, subTotalMinor: -333, taxMinor: -27, shippingMinor: 0 },
        taxRate: "8.0838",
      },
    });
  });

  test("takes the units after those of earlier refunds, so that all of them together are the line", () => {
    const refunds = ["9", "10", "11"].map((id) => refundOf(id, 1, { lines: 333 }, { amountMinor: 333 }));
    const prices = refunds.map(({ refundId }) => {
      const made = contentOf(refunds, refundId);
      return made.ok ? made.content?.lines.map(({ eachMinor }) => eachMinor) : null;
    });
    expect(prices).toEqual([[334], [333], [333]]);
  });

  test("shows what was kept back as less money", () => {
    const made = contentOf([refundOf("9", 1, { lines: 333 }, { amountMinor: 300 })], "9");
    expect(made).toMatchObject({ content: { totals: { totalMinor: -300, subTotalMinor: -333 } } });
  });

  test("gives back shipping", () => {
    const made = contentOf([refundOf("9", 0, { lines: 0, shipping: 500 }, { amountMinor: 500 })], "9", {
      otherItemCode: "MISC",
    });
    expect(made).toMatchObject({ content: { totals: { totalMinor: -500, shippingMinor: -500 } } });
  });

  test("without money is worth its units: an edit took them off", () => {
    const made = contentOf([refundOf("9", 2, { lines: 667, tax: 53 }, null)], "9");
    expect(made).toMatchObject({ content: { totals: { totalMinor: -720 } } });
  });

  test("of which only units are known is worth its part of the line and of its tax", () => {
    const made = contentOf([refund("9", { "1": 1 })], "9");
    expect(made).toMatchObject({
      content: { totals: { totalMinor: -361, subTotalMinor: -334, taxMinor: -27 } },
    });
  });

  test("waits while its money is on its way", () => {
    const pending = refundOf("9", 1, { lines: 333 }, { amountMinor: 333, status: "pending" });
    expect(contentOf([pending], "9")).toEqual({ ok: false, waitsFor: "refund/9", lacks: "money" });
  });

  test("of money without units needs an item to stand for it", () => {
    const goodwill = refundOf("9", 0, { lines: 0 }, { amountMinor: 250 });
    expect(contentOf([goodwill], "9")).toMatchObject({ lacks: "other_item" });
    expect(contentOf([goodwill], "9", { otherItemCode: "MISC" })).toMatchObject({
      content: {
        lines: [{ itemCode: "MISC", quantity: -1, eachMinor: 250, lineId: "" }],
        totals: { totalMinor: -250, subTotalMinor: -250 },
      },
    });
  });

  test("of nothing is nothing", () => {
    expect(contentOf([refundOf("9", 0, { lines: 0 }, null)], "9")).toEqual({ ok: true, content: null });
    expect(contentOf([], "9")).toEqual({ ok: true, content: null });
  });

  test("in the shopper's currency is worth exactly its units when it gave exactly their price", () => {
    const abroad = {
      ...order,
      presentmentCurrency: "EUR",
      total: { shopMinor: 1580, presentmentMinor: 1391 },
    };
    const given = refundOf("9", 1, { lines: 333 }, { amountMinor: 301, currency: "EUR" });
    const told = given.money && { ...given.money, lines: { shopMinor: 333, presentmentMinor: 301 } };
    const refunds = [{ ...given, money: told }];
    const made = returnContent({ facts: abroad, refunds, refundId: "9" }, items, NO_CHOICE);
    expect(made).toMatchObject({ content: { totals: { totalMinor: -333 } } });
  });
});
