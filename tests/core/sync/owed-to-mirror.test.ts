import { expect, it } from "vitest";

import { owedToMirror } from "#core/sync";

const account = { availableMinor: 100, heldMinor: 20, writtenMinor: 0, adoptedMinor: 0 };

it("is the whole balance, held credits included, where nothing was written yet", () => {
  expect(owedToMirror(account)).toBe(120);
});

it("is what is left when something was written or came from there", () => {
  expect(owedToMirror({ ...account, writtenMinor: 50, adoptedMinor: -10 })).toBe(80);
  expect(owedToMirror({ ...account, writtenMinor: 120 })).toBe(0);
});

it("takes back where more was written than the member holds", () => {
  expect(owedToMirror({ ...account, availableMinor: -5, heldMinor: 0, writtenMinor: 30 })).toBe(-35);
});
