import { expect, it } from "vitest";

import { saveEarnRule } from "#usecases/save-earn-rule";

import { rule } from "../core/earning/orders.ts";
import { createInMemoryPrograms } from "../support/in-memory-app.ts";

const document = {
  enabled: true,
  creditsPerUnitMicros: 2_000_000,
  rounding: "floor",
  expiresAfterDays: null,
} as const;
const asked = { programId: 1, document, author: "Ada", reason: "Anniversary" };
const ports = () => createInMemoryPrograms([rule(1, "2026-11-01T00:00:00.000Z")]);

it("stores the next version in the program's currency and keeps the one before", async () => {
  const { programs } = ports();
  expect(await saveEarnRule({ programs }, asked)).toMatchObject({
    ok: true,
    changed: true,
    rule: { version: 2, document: { ...document, kind: "perCurrencyUnit", currency: "USD" } },
  });
  expect(await programs.listEarnRules(1)).toHaveLength(2);
});

it("makes no version of what is active already", async () => {
  const { programs } = ports();
  await saveEarnRule({ programs }, asked);
  expect(await saveEarnRule({ programs }, asked)).toMatchObject({
    ok: true,
    changed: false,
    rule: { version: 2 },
  });
});

it.each([
  ["creditsPerUnitMicros", 0],
  ["creditsPerUnitMicros", -1],
  ["creditsPerUnitMicros", 1.5],
  ["creditsPerUnitMicros", 10_000_000_001],
  ["expiresAfterDays", 0],
  ["expiresAfterDays", 36_501],
])("refuses %s of %d", async (field, value) => {
  const changed = { ...asked, document: { ...document, [field]: value } };
  expect(await saveEarnRule(ports(), changed)).toMatchObject({
    ok: false,
    refusal: { code: "earn_rule_field_out_of_range", field },
  });
});

it("refuses a program that does not exist", async () => {
  expect(await saveEarnRule(ports(), { ...asked, programId: 9 })).toEqual({
    ok: false,
    refusal: { code: "program_unknown" },
  });
});
