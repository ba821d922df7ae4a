import { expect, test } from "vitest";

import { nameDocument } from "#core/sync";

test("a document's name says what it is about", () => {
  expect(nameDocument("order/3/450789469")).toEqual({ about: "order", shopId: 3, orderId: "450789469" });
  expect(nameDocument("fulfilment/3/450789469")).toMatchObject({ about: "order", orderId: "450789469" });
  expect(nameDocument("customer/12")).toEqual({ about: "member", memberId: 12 });
  expect(nameDocument("price/3/81")).toEqual({ about: "goods", shopId: 3, id: "81" });
  expect(nameDocument("stock/3/70123456")).toMatchObject({ about: "goods", id: "70123456" });
  expect(nameDocument("item/3/TEA/GREEN")).toEqual({ about: "item", shopId: 3, itemCode: "TEA/GREEN" });
});

test.each(["", "order", "order/3", "order/x/1", "order/3/1a", "order/0/1", "customer/x", "voucher/3/1"])(
  "a name of no known kind, such as %j, is about something unknown",
  (document) => {
    expect(nameDocument(document)).toEqual({ about: "unknown" });
  },
);
