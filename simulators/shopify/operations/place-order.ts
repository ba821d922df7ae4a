import { randomBytes } from "node:crypto";
import { standInAddress } from "../state/addresses.ts";
import { parseMinor, subtractMoney, timesMoney, toPresentment } from "../state/money.ts";
import { financialStatusOf, totalsBeforeReturns } from "../state/order-figures.ts";
import type { Order, OrderDiscount, OrderLine, Shop, Transaction } from "../state/types.ts";
import { requireCustomer } from "./customers.ts";
import type { OperationContext } from "./index.ts";
import type { PlaceOrderInput } from "./inputs.ts";
import type { Currencies } from "./order-lines.ts";
import { applyTax, currenciesOf, newLine, spreadDiscount, tipLine } from "./order-lines.ts";
import { emitFulfilmentOrder, emitOrder, moveStock, newTransaction } from "./orders.ts";
import { refuseUnless } from "./refused.ts";
import { requireShop } from "./shops.ts";

function discountOf(
  input: PlaceOrderInput["discount"],
  lines: OrderLine[],
  currencies: Currencies,
): OrderDiscount | null {
  if (!input) return null;
  const eligible = lines.filter((line) => !line.giftCard && !line.tip);
  const grossMinor = eligible.reduce(
    (sum, line) => sum + timesMoney(line.unitPrice, line.quantity).shopMinor,
    0,
  );
  refuseUnless(
    input.percent !== undefined || input.amount !== undefined,
    "A discount needs an amount or a percentage.",
  );
  const percent = input.percent ?? null;
  const wantedMinor =
    percent === null
      ? parseMinor(input.amount ?? "0", currencies.shop)
      : Math.round((grossMinor * Math.round(percent * 100)) / 10_000);
  const amount = toPresentment(Math.min(wantedMinor, grossMinor), currencies);
  return { code: input.code, amount, percent };
}

function buildOrder(context: OperationContext, shop: Shop, input: PlaceOrderInput): Order {
  const { store } = context;
  const customer =
    input.customerId === null ? undefined : requireCustomer(context, input.shop, input.customerId);
  const currencies = {
    shop: shop.currency,
    presentment: input.presentment?.currency ?? shop.currency,
    rate: input.presentment?.rate ?? "1",
  };
  refuseUnless(input.lines.length > 0, "An order needs at least one line.");
  const where = { shop, currencies };
  const bought = input.lines.map((line) => newLine(context, where, line));
  const lines = input.tip ? [...bought, tipLine(context, where, input.tip)] : bought;
  const discount = discountOf(input.discount, lines, currencies);
  if (discount) spreadDiscount(lines, discount.amount);
  applyTax(lines, { rateBps: shop.taxRateBps, included: shop.taxesIncluded });
  const shippingMinor = parseMinor(input.shippingAmount ?? "0", shop.currency);
  const now = store.now();
  const processedAt = input.processedAt ? `${new Date(input.processedAt).toISOString().slice(0, 19)}Z` : now;
  const order: Order = {
    id: store.nextId(),
    shop: shop.domain,
    orderNumber: shop.nextOrderNumber,
    name: `#${shop.nextOrderNumber}`,
    token: randomBytes(16).toString("hex"),
    customerId: customer?.id ?? null,
    email: input.email ?? customer?.email ?? null,
    currency: currencies.shop,
    presentmentCurrency: currencies.presentment,
    exchangeRate: currencies.rate,
    taxesIncluded: shop.taxesIncluded,
    taxRateBps: shop.taxRateBps,
    lines,
    discount,
    shippingLine:
      input.shippingAmount === undefined
        ? null
        : { id: store.nextId(), title: "Standard", price: toPresentment(shippingMinor, currencies) },
    shippingAddress:
      input.shippingAmount === undefined ? null : (input.shippingAddress ?? standInAddress(customer)),
    transactions: [],
    refunds: [],
    fulfilments: [],
    fulfillmentOrderId: store.nextId(),
    financialStatus: "pending",
    originalTotal: { shopMinor: 0, presentmentMinor: 0 },
    sourceName: input.sourceName ?? "web",
    test: input.test ?? false,
    note: input.note ?? null,
    noteAttributes: input.noteAttributes ?? [],
    tags: input.tags ?? [],
    cancelReason: null,
    createdAt: processedAt,
    processedAt,
    // An order of the past has not changed since.
    updatedAt: processedAt,
    cancelledAt: null,
    closedAt: null,
  };
  order.originalTotal = totalsBeforeReturns(order).total;
  return order;
}

/** The whole total, a part of it from a gift card. */
function payments(context: OperationContext, order: Order, giftCardAmount: string): Transaction[] {
  const wanted = toPresentment(parseMinor(giftCardAmount, order.currency), currenciesOf(order));
  refuseUnless(wanted.shopMinor <= order.originalTotal.shopMinor, "A gift card pays at most the order.");
  const rest = subtractMoney(order.originalTotal, wanted);
  return [
    ...(wanted.shopMinor > 0 ? [newTransaction(context, "sale", wanted, null, "gift_card")] : []),
    ...(rest.shopMinor > 0 ? [newTransaction(context, "sale", rest)] : []),
  ];
}

/**
 * Places an order; emits orders/create, orders/updated, fulfillment_orders/order_routing_complete, and orders/paid
 * when it is paid at once. A total of zero counts as paid, without a transaction.
 */
export function placeOrder(context: OperationContext, input: PlaceOrderInput): Order {
  const { store } = context;
  const shop = requireShop(context, input.shop);
  const order = buildOrder(context, shop, input);
  shop.nextOrderNumber += 1;
  if (input.pay && order.originalTotal.shopMinor > 0)
    order.transactions.push(...payments(context, order, input.giftCardAmount ?? "0"));
  order.financialStatus = financialStatusOf(order);
  store.state.orders[String(order.id)] = order;
  store.changed();
  emitOrder(context, order, "orders/create");
  if (order.financialStatus === "paid") emitOrder(context, order, "orders/paid");
  emitOrder(context, order, "orders/updated");
  emitFulfilmentOrder(context, order, "order_routing_complete", "open");
  moveStock(
    context,
    order,
    order.lines.map((line) => ({ variantId: line.variantId, units: -line.quantity })),
  );
  return order;
}
