import { describe, expect, it } from "vitest";

import {
  changesFor,
  draftsForCustomer,
  fitAddress,
  judgeAddress,
  ownedByShop,
  textOfOwned,
} from "#core/sync";
import type { AddressSide, ShopSide } from "#core/sync";

const ana: ShopSide = {
  ...{
    customerId: "7",
    firstName: "Ana",
    lastName: "Lima",
    email: "Ana@Shop.example",
    phone: null,
    note: "vip",
  },
  ...{ address: null, updatedAt: "2026-11-21T12:00:00.000Z" },
};
const wanted = ownedByShop(ana, [{ shopify: "note", exigo: "field3" }]);

describe("what Shopify owns of a customer", () => {
  it("goes to the fields of its name and to those that the settings map", () => {
    expect(wanted).toMatchObject({ firstName: "Ana", lastName: "Lima", fields: { field3: "vip" } });
  });

  it("is cut to what fits into Exigo, and has a name in any case", () => {
    const long = ownedByShop({ ...ana, firstName: "x".repeat(80), lastName: " " }, []);
    expect(long).toMatchObject({ firstName: "x".repeat(50), lastName: "Customer" });
  });

  it("names only what differs, and an email is the same whatever its case", () => {
    const has = { ...wanted, email: "ana@shop.EXAMPLE", lastName: "Okafor", fields: { field3: null } };
    expect(changesFor(wanted, has)).toEqual({ lastName: "Lima", fields: { field3: "vip" } });
    expect(changesFor(wanted, { ...wanted, email: "ana@shop.EXAMPLE" })).toBeNull();
    expect(textOfOwned({ ...wanted, email: "ana@shop.EXAMPLE" })).toBe(textOfOwned(wanted));
  });

  it("takes a value away that Shopify has no more", () => {
    expect(changesFor(wanted, { ...wanted, phone: "+12145550100" })).toEqual({ phone: null });
  });
});

describe("an address on both sides", () => {
  const side = (text: string, isAgreed: boolean, changedAt: string | null = null): AddressSide => ({
    ...{ text, isAgreed, changedAt },
  });
  const early = "2026-11-21T12:00:00.000Z";
  const late = "2026-11-21T12:00:01.000Z";

  it("stands where it was changed since both agreed", () => {
    expect(judgeAddress(side("a", false), side("b", true))).toEqual({ stands: "shopify", conflict: false });
    expect(judgeAddress(side("a", true), side("b", false))).toEqual({ stands: "exigo", conflict: false });
    expect(judgeAddress(side("a", true), side("a", true))).toEqual({ stands: "both" });
  });

  it("is the newer one where both were changed, and Shopify's where nobody can tell", () => {
    const both = (shopAt: string | null, exigoAt: string | null) =>
      judgeAddress(side("a", false, shopAt), side("b", false, exigoAt));
    expect(both(early, late)).toEqual({ stands: "exigo", conflict: true });
    expect(both(late, early)).toEqual({ stands: "shopify", conflict: true });
    expect(both(early, early)).toEqual({ stands: "shopify", conflict: true });
    expect(both(early, null)).toEqual({ stands: "shopify", conflict: true });
  });

  it("is filled in again in Exigo, and taken away there only where Exigo did not change it", () => {
    expect(judgeAddress(side("a", true), side("", false))).toEqual({ stands: "shopify", conflict: false });
    expect(judgeAddress(side("", false), side("b", true))).toEqual({ stands: "shopify", conflict: false });
    expect(judgeAddress(side("", false), side("b", false))).toEqual({ stands: "exigo", conflict: false });
  });

  it("has the country for a state where there is none, and is none when every part is empty", () => {
    const nowhere = { address1: " ", address2: null, city: null, state: null, zip: null, country: null };
    expect(fitAddress(nowhere)).toBeNull();
    expect(fitAddress({ ...nowhere, city: "London", country: "gb" })).toMatchObject({
      state: "GB",
      country: "GB",
    });
  });
});

it("plans one step for each part, of the same name for the same occasion, and nothing of the person in it", () => {
  const parts = ["owned", "address", "facts"] as const;
  const drafts = draftsForCustomer({ memberId: 5, shopId: 3 }, { at: "exigo", occasion: "seen-1", parts });
  expect(drafts.map(({ kind, stepKey }) => [kind, stepKey])).toEqual([
    ["exigo.customer", "exigo.customer/5/seen-1"],
    ["shopify.address", "shopify.address/5/seen-1"],
    ["shopify.customer", "shopify.customer/5/seen-1"],
  ]);
  expect(drafts.map(({ document, content }) => [document, content])).toEqual(
    parts.map(() => ["customer/5", {}]),
  );
});
