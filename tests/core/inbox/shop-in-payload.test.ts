import { expect, test } from "vitest";

import { namesOtherShop } from "#core/inbox";

const shop = { domain: "a.myshopify.com", shopifyId: "548380009" };
const orderAt = (page: string) => JSON.stringify({ id: 1, order_status_url: page });

test.each([
  ["asked for in another shop's name", '{"shop_domain":"b.myshopify.com"}', true],
  ["describing another shop", '{"myshopify_domain":"b.myshopify.com"}', true],
  ["describing this shop in other letters", '{"myshopify_domain":"A.myshopify.com"}', false],
  ["naming no shop", '{"id":1}', false],
  ["that is no JSON", "[", false],
  ["that is no object", "null", false],
  ["whose order page is another shop's", orderAt("https://b.example/9/orders/abc/authenticate"), true],
  [
    "whose order page is this shop's, at any domain",
    orderAt("https://a.example/548380009/orders/abc"),
    false,
  ],
  ["whose checkout is another shop's", orderAt("https://checkout.shopify.com/9/checkouts/abc"), true],
  ["whose order page has no shop's number", orderAt("https://a.example/orders/9"), false],
])("a body %s", (_, body, isOther) => {
  expect(namesOtherShop(body, shop)).toBe(isOther);
});

test("an order's page decides nothing about a shop whose number is not known yet", () => {
  expect(namesOtherShop(orderAt("https://b.example/9/orders/abc"), { ...shop, shopifyId: null })).toBe(false);
});

test("a body that nests too deep for a parser is not parsed", () => {
  const deep = `{"shop_domain":"b.myshopify.com","x":${"[".repeat(1_000_000)}`;
  expect(namesOtherShop(deep, shop)).toBe(false);
});
