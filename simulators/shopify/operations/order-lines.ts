import { parseMinor, splitMinor, timesMoney, toPresentment, zeroMoney } from "../state/money.ts";
import { netOfUnits } from "../state/order-figures.ts";
import type { Money, Order, OrderLine, Shop } from "../state/types.ts";
import type { OperationContext } from "./index.ts";
import type { AddedLine, TipInput } from "./inputs.ts";
import { refuseUnless } from "./refused.ts";

/** The currencies of an order; the rate is a decimal string. */
export type Currencies = { shop: string; presentment: string; rate: string };

/** The currencies of an order and the rate between them. */
export function currenciesOf(
  order: Pick<Order, "currency" | "presentmentCurrency" | "exchangeRate">,
): Currencies {
  return { shop: order.currency, presentment: order.presentmentCurrency, rate: order.exchangeRate };
}

function findVariant({ store }: OperationContext, shop: string, variantId: number) {
  for (const product of store.productsOf(shop)) {
    const variant = product.variants.find((candidate) => candidate.id === variantId);
    if (variant) return { product, variant };
  }
  return undefined;
}

/** Makes an order line from a variant or a custom item, without discount and tax. */
export function newLine(
  context: OperationContext,
  where: { shop: Shop; currencies: Currencies },
  input: AddedLine,
): OrderLine {
  const { shop, currencies } = where;
  refuseUnless(
    Number.isSafeInteger(input.quantity) && input.quantity > 0,
    "A line needs a quantity of 1 or more.",
  );
  const found =
    input.variantId === undefined ? undefined : findVariant(context, shop.domain, input.variantId);
  refuseUnless(
    input.variantId === undefined || found,
    `There is no variant ${input.variantId} in ${shop.domain}.`,
  );
  const price = input.price ?? found?.variant.price;
  const title = input.title ?? found?.product.title;
  refuseUnless(price !== undefined && title !== undefined, "A custom item needs a title and a price.");
  return {
    id: context.store.nextId(),
    productId: found?.product.id ?? null,
    variantId: found?.variant.id ?? null,
    title,
    variantTitle: found?.variant.title ?? null,
    sku: found?.variant.sku ?? null,
    vendor: found?.product.vendor ?? null,
    giftCard: found?.product.giftCard ?? false,
    taxable: found ? found.variant.taxable && !found.product.giftCard : true,
    requiresShipping: found ? found.variant.requiresShipping && !found.product.giftCard : true,
    sellingPlan: input.sellingPlan ?? null,
    properties: input.properties ?? [],
    quantity: input.quantity,
    currentQuantity: input.quantity,
    fulfilledQuantity: 0,
    unitPrice: toPresentment(parseMinor(price, shop.currency), currencies),
    discount: zeroMoney,
    tax: zeroMoney,
    tip: false,
    addedByEdit: false,
  };
}

/** What the shopper gives on top: a line without a product, untaxed, that no discount falls on. */
export function tipLine(
  context: OperationContext,
  where: { shop: Shop; currencies: Currencies },
  { amount, title }: TipInput,
): OrderLine {
  const line = newLine(context, where, { title: title ?? "Tip", price: amount, quantity: 1 });
  return { ...line, taxable: false, requiresShipping: false, tip: true };
}

/** Spreads the order's discount over the lines by their price; gift cards and tips take no discount. */
export function spreadDiscount(lines: OrderLine[], discount: Money): void {
  const weights = lines.map((line) =>
    line.giftCard || line.tip ? 0 : timesMoney(line.unitPrice, line.quantity).shopMinor,
  );
  const shopParts = splitMinor(discount.shopMinor, weights);
  const presentmentParts = splitMinor(discount.presentmentMinor, weights);
  lines.forEach((line, index) => {
    line.discount = { shopMinor: shopParts[index] ?? 0, presentmentMinor: presentmentParts[index] ?? 0 };
  });
}

function taxOf(minor: number, rateBps: number, included: boolean): number {
  const base = included ? 10_000 + rateBps : 10_000;
  return Math.floor((minor * rateBps * 2 + base) / (base * 2));
}

/** Puts the tax on each taxable line, rounded half up on the discounted line. */
export function applyTax(lines: OrderLine[], tax: { rateBps: number; included: boolean }): void {
  for (const line of lines) {
    if (!line.taxable) continue;
    const net = netOfUnits(line, line.quantity);
    line.tax = {
      shopMinor: taxOf(net.shopMinor, tax.rateBps, tax.included),
      presentmentMinor: taxOf(net.presentmentMinor, tax.rateBps, tax.included),
    };
  }
}
