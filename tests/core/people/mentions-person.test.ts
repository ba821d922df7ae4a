import { describe, expect, it } from "vitest";

import { mentionsPerson } from "#core/people";

const isAbout = mentionsPerson({
  customerId: "77",
  email: "Ann.Okafor@Example.com",
  phone: "+1 (555) 010-7788",
  orderIds: ["1001"],
});

describe("a body that names a person", () => {
  it.each([
    ["by the customer's id", '{"id":77}'],
    ["by the customer's id in a gid", '{"a":"gid://shopify/Customer/77"}'],
    ["by an order's id", '{"order_id":1001,"x":1}'],
    ["by the address in other letters", '{"contact_email":"ann.okafor@EXAMPLE.com"}'],
    ["by the phone number set otherwise", '{"phone":"1-555-010-7788"}'],
  ])("is found %s", (_how, body) => {
    expect(isAbout(body)).toBe(true);
  });

  it.each([
    ["ids that only contain the person's", '{"id":770,"order_id":31001}'],
    ["another address", '{"email":"bob@example.com"}'],
    ["nobody", "{}"],
  ])("is told from one with %s", (_what, body) => {
    expect(isAbout(body)).toBe(false);
  });

  it("needs no address and no phone number", () => {
    const byIdOnly = mentionsPerson({ customerId: "77", email: null, phone: "12", orderIds: [] });
    expect(byIdOnly('{"id":12}')).toBe(false);
    expect(byIdOnly('{"id":77}')).toBe(true);
  });
});
