import { formatMinor } from "../state/money.ts";
import type { Money, Order } from "../state/types.ts";

type Currencies = Pick<Order, "currency" | "presentmentCurrency">;

/** A `*_set` money bag: the shop's and the shopper's currency. */
export function moneySet(order: Currencies, money: Money): object {
  return {
    shop_money: { amount: formatMinor(money.shopMinor, order.currency), currency_code: order.currency },
    presentment_money: {
      amount: formatMinor(money.presentmentMinor, order.presentmentCurrency),
      currency_code: order.presentmentCurrency,
    },
  };
}

/** The field in the shop's currency and its `_set` beside it. */
export function moneyFields(order: Currencies, name: string, money: Money): Record<string, unknown> {
  return { [name]: formatMinor(money.shopMinor, order.currency), [`${name}_set`]: moneySet(order, money) };
}
