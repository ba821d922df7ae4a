import { formatMinor } from "../state/money.ts";
import type { Money, Order } from "../state/types.ts";

/** A MoneyV2. GraphQL's decimals carry no trailing zeros beyond one place: 12.50 is "12.5". */
export function moneyV2(minor: number, currency: string): object {
  const decimal = formatMinor(minor, currency);
  const amount = decimal.includes(".") ? decimal.replace(/0+$/, "").replace(/\.$/, ".0") : `${decimal}.0`;
  return { amount, currencyCode: currency };
}

/** A MoneyBag: the shop's and the shopper's currency. */
export function moneyBag(order: Pick<Order, "currency" | "presentmentCurrency">, money: Money): object {
  return {
    shopMoney: moneyV2(money.shopMinor, order.currency),
    presentmentMoney: moneyV2(money.presentmentMinor, order.presentmentCurrency),
  };
}
