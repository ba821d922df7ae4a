import type { MoneyPair, OrderDispute, OrderFacts, OrderNews, OrderRefund } from "#core/earning";

import { facts, line } from "./orders.ts";

interface Item {
  readonly quantity: number;
  /** After discounts, without tax. */
  readonly unitMinor: number;
  readonly taxMinor?: number;
  readonly discountMinor?: number;
}

/** A rate such as 150 yen per dollar cent is written as shopper's minor units per minor unit of the shop. */
interface TillOptions {
  readonly items: readonly Item[];
  readonly shippingMinor?: number;
  readonly presentment?: { readonly currency: string; readonly rate: number };
  readonly orderId?: string;
}

interface Told {
  readonly quantity: number;
  readonly unitMinor: number;
  readonly taxMinor: number;
  readonly discountMinor: number;
  left: number;
}

/**
 * A shop's till: does to one order what merchants do, and says after each step what Shopify would tell, with totals,
 * payments and what is outstanding worked out from the goods and the drawer alone.
 */
export class Till {
  readonly events: OrderNews[] = [];
  readonly #options: TillOptions;
  readonly #lines: Told[];
  readonly #refunds: OrderRefund[] = [];
  #shippingLeft: number;
  #paid = 0;
  #given = 0;
  #presents = 0;
  #second = 0;
  #status = "pending";
  #cancelledAt: string | null = null;
  #fulfilledAt: string | null = null;
  #customerId: string | null = "7";

  constructor(options: TillOptions) {
    this.#options = options;
    this.#lines = options.items.map(toLine);
    this.#shippingLeft = options.shippingMinor ?? 0;
    this.#tell();
  }

  /** Takes all that is due. */
  pay(): this {
    this.#paid += Math.max(0, this.#due());
    this.#status = this.#given > 0 ? "partially_refunded" : "paid";
    return this.#tell();
  }

  /** Takes the price of all that is left a second time, by mistake. */
  payAgain(): this {
    this.#paid += this.keptMinor;
    return this.#tell();
  }

  /** Gives units back with their money. */
  refund(units: Record<number, number>, change: { readonly givenMinor?: number } = {}): this {
    const worth = this.#takeOff(units);
    return this.#give({
      units,
      worth,
      shipping: 0,
      givenMinor: change.givenMinor ?? worth.value + worth.tax,
    });
  }

  refundShipping(amountMinor: number): this {
    this.#shippingLeft -= amountMinor;
    return this.#give({
      units: {},
      worth: { value: 0, tax: 0 },
      shipping: amountMinor,
      givenMinor: amountMinor,
    });
  }

  /** Money without units. */
  giveMoney(amountMinor: number): this {
    return this.#give({ units: {}, worth: { value: 0, tax: 0 }, shipping: 0, givenMinor: amountMinor });
  }

  /** Takes units off and adds others; no money moves. */
  edit(units: Record<number, number>, added: readonly Item[] = []): this {
    const worth = this.#takeOff(units);
    this.#lines.push(...added.map(toLine));
    if (this.#status === "paid" && this.#due() > 0) this.#status = "partially_paid";
    if (Object.keys(units).length === 0) return this.#tell();
    return this.#give({ units, worth, shipping: 0, givenMinor: 0 });
  }

  cancel(): this {
    this.#second += 1;
    this.#cancelledAt = this.#now();
    return this.#tell();
  }

  fulfil(): this {
    this.#second += 1;
    this.#fulfilledAt = this.#now();
    return this.#tell();
  }

  setCustomer(customerId: string | null): this {
    this.#customerId = customerId;
    return this.#tell();
  }

  dispute(amountMinor: number, status: string, change: Partial<OrderDispute> = {}): this {
    this.#second += 1;
    const dispute: OrderDispute = {
      disputeId: "1",
      type: "chargeback",
      status,
      currency: this.#currency(),
      amountMinor: this.#shown(amountMinor),
      initiatedAt: "2026-11-10T11:00:00.000Z",
      finalizedAt: ["won", "lost"].includes(status) ? this.#now() : null,
      ...change,
    };
    this.events.push({ facts: null, refunds: [], disputes: [dispute] });
    return this;
  }

  delete(): this {
    this.events.push({ facts: null, refunds: [], deleted: true });
    return this;
  }

  /** What the drawer keeps of the order. */
  get keptMinor(): number {
    return this.#paid - this.#given;
  }

  #takeOff(units: Record<number, number>): { value: number; tax: number } {
    let [value, tax] = [0, 0];
    for (const [index, count] of Object.entries(units)) {
      const told = this.#lines[Number(index)];
      if (!told) throw new Error(`the order has no line ${index}`);
      told.left -= count;
      value += told.unitMinor * count;
      tax += told.taxMinor * count;
    }
    return { value, tax };
  }

  #give(part: {
    units: Record<number, number>;
    worth: { value: number; tax: number };
    shipping: number;
    givenMinor: number;
  }): this {
    this.#second += 1;
    const id = this.#refunds.length + 1;
    // What goes back beyond what is owed is a present: nobody pays it a second time.
    this.#presents += Math.max(0, part.givenMinor - Math.max(0, -this.#due()));
    this.#given += part.givenMinor;
    const refund: OrderRefund = {
      refundId: String(id),
      createdAt: this.#now(),
      lines: Object.entries(part.units).map(([index, quantity]) => ({
        lineId: String(Number(index) + 1),
        quantity,
      })),
      money: {
        lines: this.#pair(part.worth.value),
        lineTax: this.#pair(part.worth.tax),
        shipping: this.#pair(part.shipping),
        shippingTax: this.#pair(0),
        taxAlone: this.#pair(0),
        transactions:
          part.givenMinor === 0
            ? []
            : [
                {
                  transactionId: String(id),
                  kind: "refund",
                  status: "success",
                  gateway: "bogus",
                  currency: this.#currency(),
                  amountMinor: this.#shown(part.givenMinor),
                },
              ],
      },
    };
    this.#refunds.push(refund);
    if (this.#given > 0) this.#status = this.#given >= this.#paid ? "refunded" : "partially_refunded";
    this.events.push({ facts: null, refunds: [refund] });
    return this.#tell();
  }

  #tell(): this {
    this.#second += 1;
    this.events.push({ facts: this.#facts(), refunds: [...this.#refunds] });
    return this;
  }

  #facts(): OrderFacts {
    const shippingMinor = this.#options.shippingMinor ?? 0;
    const all = this.#lines.reduce(
      (sum, { quantity, unitMinor, taxMinor }) => sum + quantity * (unitMinor + taxMinor),
      shippingMinor,
    );
    return facts({
      orderId: this.#options.orderId ?? "1001",
      customerId: this.#customerId,
      presentmentCurrency: this.#currency(),
      financialStatus: this.#status,
      updatedAt: this.#now(),
      cancelledAt: this.#cancelledAt,
      fulfilledAt: this.#fulfilledAt,
      shippingMinor,
      total: this.#pair(all),
      paidMinor: this.#paid,
      lines: this.#lines.map(({ quantity, unitMinor, taxMinor, discountMinor, left }, index) =>
        line(String(index + 1), quantity, quantity * (unitMinor + discountMinor), {
          currentQuantity: left,
          discountMinor: quantity * discountMinor,
          taxMinor: quantity * taxMinor,
        }),
      ),
    });
  }

  #due(): number {
    const now = this.#lines.reduce(
      (sum, { left, unitMinor, taxMinor }) => sum + left * (unitMinor + taxMinor),
      this.#shippingLeft,
    );
    return now - this.keptMinor - this.#presents;
  }

  #currency(): string {
    return this.#options.presentment?.currency ?? "USD";
  }

  #shown(shopMinor: number): number {
    return Math.round(shopMinor * (this.#options.presentment?.rate ?? 1));
  }

  #pair(shopMinor: number): MoneyPair {
    return { shopMinor, presentmentMinor: this.#shown(shopMinor) };
  }

  #now(): string {
    const minutes = String(Math.floor(this.#second / 60)).padStart(2, "0");
    return `2026-11-10T10:${minutes}:${String(this.#second % 60).padStart(2, "0")}.000Z`;
  }
}

function toLine({ quantity, unitMinor, taxMinor = 0, discountMinor = 0 }: Item): Told {
  return { quantity, unitMinor, taxMinor, discountMinor, left: quantity };
}
