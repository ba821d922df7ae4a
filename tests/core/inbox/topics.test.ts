import { expect, test } from "vitest";

import { isWebhookTopic, mayRepeatItself, namesOtherShop } from "#core/inbox";

test("objects' own names are no topics", () => {
  expect(isWebhookTopic("orders/create")).toBe(true);
  expect(isWebhookTopic("constructor")).toBe(false);
  expect(isWebhookTopic("orders/imagined")).toBe(false);
});

test("privacy requests and uninstalls may honestly come with the same body again, orders may not", () => {
  expect(mayRepeatItself("app/uninstalled")).toBe(true);
  expect(mayRepeatItself("customers/redact")).toBe(true);
  expect(mayRepeatItself("orders/updated")).toBe(false);
});

test("a body that names another shop is told from one that names this shop or none", () => {
  expect(namesOtherShop('{"shop_domain":"b.myshopify.com"}', "a.myshopify.com")).toBe(true);
  expect(namesOtherShop('{"myshopify_domain":"b.myshopify.com"}', "a.myshopify.com")).toBe(true);
  expect(namesOtherShop('{"myshopify_domain":"A.myshopify.com"}', "a.myshopify.com")).toBe(false);
  expect(namesOtherShop('{"id":1}', "a.myshopify.com")).toBe(false);
  expect(namesOtherShop("[", "a.myshopify.com")).toBe(false);
});
