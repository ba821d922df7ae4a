import { expect, test } from "vitest";

import { createAdminClient } from "#adapters/shopify/admin-client";
import { createShopObjects } from "#adapters/shopify/shop-objects";
import type { NamedObject } from "#core/inbox";

const OBJECTS: readonly NamedObject[] = [
  { kind: "customer", id: "7" },
  { kind: "order", id: "70" },
  { kind: "product", id: "90" },
];

/** Asks a shop whose Admin API answers so; gives the answer and the ids that were asked for. */
async function ask(answer: () => Promise<unknown>) {
  let asked: unknown;
  const admin = createAdminClient({
    withLock: (_name, work) => work(),
    open: () =>
      Promise.resolve({
        async graphql(_document, { variables }) {
          asked = variables["ids"];
          const json = await answer();
          return { json: () => Promise.resolve(json) };
        },
      }),
  });
  return { has: await createShopObjects(admin).hasAny("one.myshopify.com", OBJECTS), asked };
}

const nodes = (...ids: (string | null)[]) => ({ data: { nodes: ids.map((id) => id && { id }) } });

test("asks for each thing by its global id", async () => {
  const { asked } = await ask(() => Promise.resolve(nodes(null, null, null)));
  expect(asked).toEqual(["gid://shopify/Customer/7", "gid://shopify/Order/70", "gid://shopify/Product/90"]);
});

test.each([
  ["has none of them", nodes(null, null, null), "no"],
  ["has one of them", nodes(null, "gid://shopify/Order/70", null), "yes"],
] as const)("a shop that %s says so", async (_, answer, has) => {
  expect((await ask(() => Promise.resolve(answer))).has).toBe(has);
});

test.each([
  [503, "unknown"],
  [401, "no"],
] as const)("a shop that answers %i is taken for %s", async (status, has) => {
  const refuse = () => Promise.reject(new FailedAnswer(status));
  expect((await ask(refuse)).has).toBe(has);
});

/** As Shopify's library throws what the Admin API refuses. */
class FailedAnswer extends Error {
  readonly response: { readonly code: number };

  constructor(code: number) {
    super(`answered ${code}`);
    this.response = { code };
  }
}
