import { expect, test } from "vitest";

import { shopRedactionWaitMs } from "#core/inbox";

const LEFT = "2026-11-18T12:00:00.000Z";

test.each([
  ["2026-11-18T12:00:00.000Z", 172_800_000],
  ["2026-11-20T11:59:59.999Z", 1],
  ["2026-11-20T12:00:00.000Z", 0],
  ["2026-12-18T12:00:00.000Z", 0],
])("a shop that left on the 18th at noon may be forgotten at %s in %i ms", (now, waitMs) => {
  expect(shopRedactionWaitMs({ uninstalledAt: LEFT, now })).toBe(waitMs);
});

test("a shop of which nobody knows when it left is forgotten at once", () => {
  expect(shopRedactionWaitMs({ uninstalledAt: null, now: LEFT })).toBe(0);
});
