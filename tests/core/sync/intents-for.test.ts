import { describe, expect, it } from "vitest";

import { intentsFor } from "#core/sync";

const entry = { seq: 4, adoptsExigoMovement: false, availableDeltaMinor: 0, heldDeltaMinor: 0 };

describe("intentsFor", () => {
  it("owes Exigo the change and every shop the balance", () => {
    expect(
      intentsFor({ ...entry, availableDeltaMinor: 250 }, { mirroredInExigo: true, shopIds: [1, 2] }),
    ).toEqual([
      { kind: "exigo.point", entrySeq: 4, shopId: null, amountMinor: 250 },
      { kind: "shopify.balance", entrySeq: 4, shopId: 1, amountMinor: 0 },
      { kind: "shopify.balance", entrySeq: 4, shopId: 2, amountMinor: 0 },
    ]);
  });

  it("owes Exigo nothing when credits only move between available and held", () => {
    const moved = { ...entry, availableDeltaMinor: -100, heldDeltaMinor: 100 };
    expect(intentsFor(moved, { mirroredInExigo: true, shopIds: [] })).toEqual([]);
  });

  it("owes Exigo nothing for a movement that Exigo made", () => {
    const adopted = { ...entry, adoptsExigoMovement: true, availableDeltaMinor: 40 };
    expect(intentsFor(adopted, { mirroredInExigo: true, shopIds: [] })).toEqual([]);
  });

  it("owes Exigo nothing for an account that has not been handed over", () => {
    const earned = { ...entry, availableDeltaMinor: 40 };
    expect(intentsFor(earned, { mirroredInExigo: false, shopIds: [] })).toEqual([]);
  });
});
