import { describe, expect, test } from "vitest";

import { readOrigin, webhookTopics } from "#core/inbox";
import type { WebhookTopic } from "#core/inbox";

const SHOP = { domain: "a.myshopify.com", shopifyId: "548380009" };
const AT = "2026-11-20T12:00:00Z";
const MINE = { shop_id: 548380009, shop_domain: SHOP.domain };

const origin = (topic: WebhookTopic, body: unknown) => readOrigin(JSON.stringify(body), topic, SHOP);

/** Bodies as Shopify sends them, as far as this looks at them. */
const order = {
  id: 1,
  admin_graphql_api_id: "gid://shopify/Order/1",
  created_at: AT,
  updated_at: AT,
  order_status_url: "https://a.example/548380009/orders/abc/authenticate",
  line_items: [],
  customer: { id: 7 },
};
const bodies = {
  order,
  deletedOrder: { id: 1, admin_graphql_api_id: "gid://shopify/Order/1" },
  refund: { id: 2, admin_graphql_api_id: "gid://shopify/Refund/2", order_id: 1, created_at: AT },
  dispute: { id: 3, order_id: 1, type: "chargeback", status: "won", initiated_at: AT },
  customer: { id: 7, admin_graphql_api_id: "gid://shopify/Customer/7", created_at: AT, updated_at: AT },
  deletedCustomer: { id: 7, admin_graphql_api_id: "gid://shopify/Customer/7", phone: null, addresses: [] },
  product: { id: 9, admin_graphql_api_id: "gid://shopify/Product/9", updated_at: AT, variants: [] },
  deletedProduct: { id: 9 },
  dataRequest: { ...MINE, customer: { id: 7 }, orders_requested: [1], data_request: { id: 5 } },
  redaction: { ...MINE, customer: { id: 7 }, orders_to_redact: [1] },
  shopRedaction: MINE,
  uninstall: { id: 548380009, domain: "a.example", myshopify_domain: SHOP.domain, created_at: AT },
  scopes: { id: 4, shop_id: 548380009, previous: [], current: ["read_orders"], updated_at: AT },
  tags: { customerId: "gid://shopify/Customer/7", tags: ["vip"], occurredAt: AT },
  merge: {
    admin_graphql_api_customer_kept_id: "gid://shopify/Customer/7",
    admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/8",
    status: "completed",
  },
} as const;

type Body = keyof typeof bodies;

/** The one body of each topic whose effect cannot be taken back by a later telling. */
const own: readonly [WebhookTopic, Body][] = [
  ["orders/delete", "deletedOrder"],
  ["customers/delete", "deletedCustomer"],
  ["products/delete", "deletedProduct"],
  ["customers/data_request", "dataRequest"],
  ["customers/redact", "redaction"],
  ["shop/redact", "shopRedaction"],
  ["app/uninstalled", "uninstall"],
  ["app/scopes_update", "scopes"],
];

/** Bodies that name nothing but an id of their own: what has another kind of id is not known by it. */
const bare: readonly Body[] = ["deletedProduct", "tags", "merge"];

describe("a topic that ends something", () => {
  test.each(own)("%s takes its own body", (topic, body) => {
    expect(origin(topic, bodies[body]).says).not.toBe("other_topic");
  });

  const others = own.flatMap(([topic, mine]) =>
    (Object.keys(bodies) as Body[])
      .filter((body) => body !== mine && !(topic.endsWith("/delete") && bare.includes(body)))
      .filter((body) => !(topic.endsWith("/delete") && /Redaction|redaction|dataRequest/.test(body)))
      .map((body) => [topic, body] as const),
  );

  test.each(others)("%s does not take a captured %s", (topic, body) => {
    expect(origin(topic, bodies[body]).says).toBe("other_topic");
  });
});

test.each([
  ["customers/update", "order"],
  ["customers/update", "dispute"],
  ["customers/create", "uninstall"],
  ["customers/update", "scopes"],
  ["orders/updated", "customer"],
  ["refunds/create", "order"],
  ["products/update", "order"],
] as const)("%s does not take a captured %s", (topic, body) => {
  expect(origin(topic, bodies[body]).says).toBe("other_topic");
});

test.each([
  ["orders/paid", "order", "this_shop"],
  ["customers/update", "customer", "unsaid"],
  ["refunds/create", "refund", "unsaid"],
  ["disputes/create", "dispute", "unsaid"],
  ["products/update", "product", "unsaid"],
  ["customer.tags_added", "tags", "unsaid"],
  ["customers/merge", "merge", "unsaid"],
  ["customers/redact", "redaction", "this_shop"],
  ["app/scopes_update", "scopes", "this_shop"],
] as const)("%s with its own body", (topic, body, says) => {
  expect(origin(topic, bodies[body]).says).toBe(says);
});

test.each([
  [
    "orders/paid",
    "order",
    [
      ["order", "1"],
      ["customer", "7"],
    ],
  ],
  ["orders/delete", "deletedOrder", [["order", "1"]]],
  ["refunds/create", "refund", [["order", "1"]]],
  ["disputes/update", "dispute", [["order", "1"]]],
  ["customers/create", "customer", [["customer", "7"]]],
  ["customers/delete", "deletedCustomer", [["customer", "7"]]],
  ["customer.tags_removed", "tags", [["customer", "7"]]],
  [
    "customers/merge",
    "merge",
    [
      ["customer", "7"],
      ["customer", "8"],
    ],
  ],
  ["products/delete", "deletedProduct", [["product", "9"]]],
  ["customers/redact", "redaction", []],
  ["app/uninstalled", "uninstall", []],
] as const)("%s names what it is about", (topic, body, names) => {
  expect(origin(topic, bodies[body]).names).toEqual(names.map(([kind, id]) => ({ kind, id })));
});

test("what is no id names nothing", () => {
  for (const id of [null, "x", "0", 0, -1, 1.5, 2 ** 60, {}, "gid://shopify/Customer/"]) {
    expect(origin("customers/update", { id }).names).toEqual([]);
  }
  expect(origin("orders/paid", { id: 1, customer: "7" }).names).toEqual([{ kind: "order", id: "1" }]);
  expect(origin("customers/update", { id: "7" }).names).toEqual([{ kind: "customer", id: "7" }]);
});

test("a body of another shop is its own, whatever it names", () => {
  const page = "https://b.example/9/orders/abc";
  expect(origin("orders/paid", { ...order, order_status_url: page })).toEqual({
    says: "other_shop",
    names: [],
  });
});

test("a change of scopes of another shop is told by the shop's number, however it is written", () => {
  for (const shop_id of [9, "9"]) {
    expect(origin("app/scopes_update", { ...bodies.scopes, shop_id }).says).toBe("other_shop");
  }
  expect(origin("app/scopes_update", { ...bodies.scopes, shop_id: "548380009" }).says).toBe("this_shop");
  for (const shop_id of [null, 1.5, "nine", {}]) {
    expect(origin("app/scopes_update", { ...bodies.scopes, shop_id }).says).toBe("unsaid");
  }
});

test("a body that cannot be read says nothing, under any topic", () => {
  for (const topic of webhookTopics) {
    for (const body of ["[", "null", "7", '{"a":'.repeat(100_000)]) {
      expect(readOrigin(body, topic, SHOP)).toEqual({ says: "unsaid", names: [] });
    }
  }
});
