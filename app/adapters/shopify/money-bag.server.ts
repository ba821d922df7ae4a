import { z } from "zod";

import type { MoneyPair } from "#core/earning";
import { currencyScale, parseDecimal } from "#core/units";

import { decimalText } from "./payload-fields.server.ts";

const money = z
  .object({ amount: decimalText, currency_code: z.string() })
  .transform(({ amount, currency_code }, context) => {
    const minor = parseDecimal(amount, currencyScale(currency_code));
    if (minor !== null) return minor;
    context.addIssue({ code: "custom", path: ["amount"], message: `is no amount of ${currency_code}` });
    return 0;
  });

/** A `*_set` of a REST payload: one amount in the shop's currency and in the one that the shopper saw. */
export const moneyBag = z
  .object({ shop_money: money, presentment_money: money })
  .transform((bag): MoneyPair => ({
    shopMinor: bag.shop_money,
    presentmentMinor: bag.presentment_money,
  }));

/** The sum of amounts in both currencies. */
export function sumPairs(pairs: readonly MoneyPair[]): MoneyPair {
  return pairs.reduce(
    (sum, pair) => ({
      shopMinor: sum.shopMinor + pair.shopMinor,
      presentmentMinor: sum.presentmentMinor + pair.presentmentMinor,
    }),
    { shopMinor: 0, presentmentMinor: 0 },
  );
}
