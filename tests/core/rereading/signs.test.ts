import { describe, expect, it } from "vitest";

import { customerSigns, orderSigns, productSigns, unheardSigns } from "#core/rereading";
import type { CustomerWords, OrderHappenings, ProductWords, Sign, ToldCustomer } from "#core/rereading";

const at = (minute: number, second = 0): string =>
  `2026-11-20T12:${String(minute).padStart(2, "0")}:${String(second).padStart(2, "0")}.000Z`;

const order: OrderHappenings = {
  name: "#1001",
  createdAt: at(0),
  updatedAt: at(0),
  cancelledAt: null,
  isPaid: false,
  fulfilment: "none",
  paidAt: [],
  refundedAt: [],
  editedAt: [],
  isEdited: false,
  fulfilledAt: [],
};
const told = (signs: readonly Sign[]): string[] =>
  signs.map((sign) => `${sign.topic} ${sign.at.slice(14, 19)}`);

describe("what an order shows", () => {
  const updated = { updatedAt: at(9) };
  it.each<[string, Partial<OrderHappenings>, string[]]>([
    ["it was placed", {}, []],
    ["it was changed within its first minute", { updatedAt: at(0, 59) }, []],
    ["it was changed later", { updatedAt: at(1) }, ["orders/updated 01:00"]],
    ["it was paid as it was placed", { isPaid: true, paidAt: [at(0)] }, ["orders/paid 00:00"]],
    ["it was paid in parts", { isPaid: true, paidAt: [at(3), at(2)] }, ["orders/paid 03:00"]],
    ["a part of it was paid", { paidAt: [at(2)] }, []],
    ["nothing was to be paid", { isPaid: true }, []],
    ["an edit made it paid", { isPaid: true, isEdited: true, paidAt: [at(2)] }, []],
    ["it was cancelled", { cancelledAt: at(4) }, ["orders/cancelled 04:00"]],
    [
      "it was refunded twice",
      { refundedAt: [at(4), at(5)] },
      ["refunds/create 04:00", "refunds/create 05:00"],
    ],
    ["it was edited", { isEdited: true, editedAt: [at(4)] }, ["orders/edited 04:00"]],
    ["it was sent", { fulfilment: "whole", fulfilledAt: [at(6)] }, ["orders/fulfilled 06:00"]],
    [
      "it was sent in parts",
      { fulfilment: "whole", fulfilledAt: [at(7), at(6)] },
      ["orders/partially_fulfilled 06:00", "orders/fulfilled 07:00"],
    ],
    [
      "a part of it was sent",
      { fulfilment: "partial", fulfilledAt: [at(6)] },
      ["orders/partially_fulfilled 06:00"],
    ],
    ["a shipment was taken back", { fulfilment: "partial", fulfilledAt: null }, []],
    [
      "a refund left nothing to send",
      { fulfilment: "whole", fulfilledAt: [at(6)], refundedAt: [at(7)] },
      ["refunds/create 07:00"],
    ],
  ])("%s", (_what, happenings, signs) => {
    expect(told(orderSigns({ ...order, ...happenings }))).toEqual(["orders/create 00:00", ...signs]);
    expect(
      orderSigns({ ...order, ...updated, ...happenings }).every(({ shownBy }) => shownBy === "#1001"),
    ).toBe(true);
  });
});

describe("what a customer shows", () => {
  const words: CustomerWords = {
    email: "ada@example.com",
    firstName: "Ada",
    lastName: "Lovelace",
    updatedAt: "2026-11-20T09:00:00.000Z",
    tags: ["VIP"],
  };
  const customer: ToldCustomer = {
    ...words,
    customerId: "7",
    createdAt: "2026-11-20T08:00:00.000Z",
    updatedAt: at(5),
  };
  const installedAt = "2026-11-20T07:00:00.000Z";
  it.each<[string, Partial<ToldCustomer>, Partial<CustomerWords> | null, string[]]>([
    ["nothing but a date moved, as an order or a metafield does", {}, {}, []],
    ["nobody has heard of it", { firstName: "Augusta", tags: ["new"] }, null, []],
    ["its name is another", { firstName: "Augusta" }, {}, ["customers/update 05:00"]],
    ["its address is another", { email: null }, {}, ["customers/update 05:00"]],
    ["what is held is newer", { firstName: "Augusta" }, { updatedAt: at(6) }, []],
    ["it has another tag", { tags: ["vip", "new"] }, {}, ["customer.tags_added 05:00"]],
    ["it has a tag less", { tags: [] }, {}, ["customer.tags_removed 05:00"]],
    ["it was there before the app", { tags: ["new"], createdAt: "2026-11-20T06:00:00.000Z" }, {}, []],
    [
      "it was added within the hour, perhaps with its tags",
      { tags: ["new"], createdAt: "2026-11-20T11:30:00.000Z" },
      {},
      [],
    ],
  ])("%s", (_what, changes, held, signs) => {
    const [created, ...others] = customerSigns(
      { ...customer, ...changes },
      held && { ...words, ...held },
      installedAt,
    );
    expect(created).toMatchObject({ topic: "customers/create", shownBy: "7" });
    expect(told(others)).toEqual(signs);
  });

  it("shows nothing when Shopify does not say since when it is one", () => {
    expect(customerSigns({ ...customer, createdAt: null, tags: [] }, words, installedAt)).toEqual([]);
  });
});

describe("what a product shows", () => {
  const variant = { variantId: "1", sku: "TEA", price: "12.50" };
  const held: ProductWords = { productId: "3", title: "Tea", updatedAt: at(1), variants: [variant] };
  const shown = { ...held, createdAt: at(0), updatedAt: at(5) };
  it.each<[string, Partial<ProductWords>, ProductWords | null, boolean]>([
    ["nothing but a date moved, as stock does", {}, held, false],
    ["nobody has heard of it", { title: "Coffee" }, null, false],
    ["its title is another", { title: "Coffee" }, held, true],
    ["a price is another", { variants: [{ ...variant, price: "13.00" }] }, held, true],
    ["a price is written otherwise", { variants: [{ ...variant, price: "12.5" }] }, held, false],
    ["an SKU is another", { variants: [{ ...variant, sku: null }] }, held, true],
    ["a variant is new", { variants: [variant, { ...variant, variantId: "2" }] }, held, true],
    ["what is held is as new", { title: "Coffee" }, { ...held, updatedAt: at(5) }, false],
  ])("%s", (_what, changes, known, isUpdated) => {
    expect(told(productSigns({ ...shown, ...changes }, known))).toEqual([
      "products/create 00:00",
      ...(isUpdated ? ["products/update 05:00"] : []),
    ]);
  });
});

describe("a sign of which nothing was heard", () => {
  const paid = (minute: number): Sign => ({ topic: "orders/paid", at: at(minute), shownBy: "#1001" });
  const range = { since: at(10), until: at(30) };
  it.each<[string, string | null, Sign, boolean]>([
    ["the topic was never heard", null, paid(20), true],
    ["it was heard before only", at(19), paid(20), true],
    ["it was heard after", at(21), paid(20), false],
    ["it was heard within the same second", at(20), paid(20), false],
    ["Shopify's clock is some seconds ahead", at(19, 56), paid(20), false],
    ["it may still be on its way", null, paid(31), false],
    ["it was before the app was installed", null, paid(9), false],
    ["it was in the moment of the installation", null, paid(10), false],
  ])("%s", (_what, heardAt, sign, isUnheard) => {
    const topics = heardAt === null ? {} : { "orders/paid": heardAt, "orders/create": at(29) };
    expect(unheardSigns([sign], topics, range)).toEqual(isUnheard ? [sign] : []);
  });

  it("of a customer's words and tags is explained by a merge, and of another topic is not", () => {
    const topics = { "customers/merge": at(21) };
    const updated: Sign = { topic: "customers/update", at: at(20), shownBy: "7" };
    expect(unheardSigns([updated, paid(20)], topics, range)).toEqual([paid(20)]);
    expect(unheardSigns([{ ...updated, at: at(29) }], topics, range)).toHaveLength(1);
  });
});
