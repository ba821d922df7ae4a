import { describe, expect, test } from "vitest";

import { admitDrafts, checkFlow, FLOW_DIRECTIONS, OWNERSHIP } from "#core/sync";
import type { DocumentDraft, OwnedDomain } from "#core/sync";

/**
 * The table of the product's description, copied by hand: what may be written where. `exigo` and `shopify` are the
 * places that may be written to, `ledger` is the app's own book.
 */
const AGREED: Readonly<Record<string, { owner: string; into: readonly string[] }>> = {
  "credits.balance": { owner: "ledger", into: ["exigo", "shopify", "ledger"] },
  "orders.order": { owner: "shopify", into: ["exigo"] },
  "orders.totals": { owner: "shopify", into: ["exigo"] },
  "orders.payment": { owner: "shopify", into: ["exigo"] },
  "orders.status": { owner: "shopify", into: ["exigo"] },
  "refunds.return": { owner: "shopify", into: ["exigo"] },
  "refunds.totals": { owner: "shopify", into: ["exigo"] },
  "refunds.payment": { owner: "shopify", into: ["exigo"] },
  "customers.customer": { owner: "shopify", into: ["exigo"] },
  "customers.firstName": { owner: "shopify", into: ["exigo"] },
  "customers.lastName": { owner: "shopify", into: ["exigo"] },
  "customers.email": { owner: "shopify", into: ["exigo"] },
  "customers.phone": { owner: "shopify", into: ["exigo"] },
  "customers.mappedField": { owner: "shopify", into: ["exigo"] },
  "customers.customerType": { owner: "exigo", into: ["shopify"] },
  "customers.rank": { owner: "exigo", into: ["shopify"] },
  "customers.enroller": { owner: "exigo", into: ["shopify"] },
  "addresses.address": { owner: "latest", into: ["exigo", "shopify"] },
  "products.product": { owner: "exigo", into: ["shopify"] },
  "prices.price": { owner: "exigo", into: ["shopify"] },
  "inventory.stock": { owner: "exigo", into: ["shopify"] },
  "fulfilment.fulfilment": { owner: "exigo", into: ["shopify"] },
  "fulfilment.tracking": { owner: "exigo", into: ["shopify"] },
};

const everyFlow = Object.keys(AGREED).flatMap((name) => {
  const [domain = "", field = ""] = name.split(".");
  return FLOW_DIRECTIONS.map((direction) => ({ name, domain: domain as OwnedDomain, field, direction }));
});

test("the table knows exactly the fields that were agreed, each once", () => {
  const listed = OWNERSHIP.flatMap(({ domain, fields }) => fields.map((field) => `${domain}.${field}`));
  expect(listed.toSorted()).toEqual(Object.keys(AGREED).toSorted());
});

test.each(everyFlow)("$name $direction goes through only as agreed", ({ name, domain, field, direction }) => {
  const agreed = AGREED[name];
  const checked = checkFlow({ domain, field, direction });
  if (agreed?.into.includes(direction.replace("to_", ""))) {
    expect(checked).toEqual({ ok: true, rule: domain === "addresses" ? "newest_wins" : "owner_wins" });
  } else {
    const refusal = { code: "flow_against_owner", domain, field, direction, owner: agreed?.owner };
    expect(checked).toEqual({ ok: false, refusal });
  }
});

test("what the table does not know may not be written anywhere", () => {
  for (const direction of FLOW_DIRECTIONS) {
    expect(checkFlow({ domain: "orders", field: "commission", direction })).toEqual({
      ok: false,
      refusal: { code: "flow_unknown", domain: "orders", field: "commission", direction, owner: null },
    });
  }
});

describe("a step", () => {
  const draft: DocumentDraft = {
    kind: "exigo.order",
    document: "order/3/1",
    stepKey: "order/3/1",
    shopId: 3,
    memberId: null,
    domain: "customers",
    fields: ["email"],
    content: {},
  };

  test("is refused as a whole by one field that may not go there", () => {
    const mixed = { ...draft, fields: ["email", "rank", "phone"] };
    expect(admitDrafts([draft, mixed])).toMatchObject({
      admitted: [draft],
      refused: [{ draft: mixed, refusal: { code: "flow_against_owner", field: "rank", owner: "exigo" } }],
    });
  });

  test("that names no field is refused: nobody knows whose it is", () => {
    expect(admitDrafts([{ ...draft, fields: [] }]).refused).toMatchObject([
      { refusal: { code: "flow_unknown" } },
    ]);
  });
});
