import { expect, it } from "vitest";

import { toSimpleRule } from "#core/rules";
import { saveEarnRule } from "#usecases/save-earn-rule";

import { createInMemoryRules, firstDocument } from "../support/in-memory-rules.ts";

const rule = {
  enabled: true,
  creditsPerUnitMicros: 2_000_000,
  rounding: "floor",
  expiresAfterDays: null,
} as const;
const asked = { programId: 1, rule, author: "Ada", reason: "Anniversary" };
const anybody = { ratePerUnitMicros: null, creditsMinor: null };

it("stores one rule for every order in the program's currency as the next version", async () => {
  const { ports, records } = createInMemoryRules(anybody);
  expect(await saveEarnRule(ports, asked)).toMatchObject({ ok: true, changed: true, record: { version: 2 } });
  expect(records).toHaveLength(2);
  expect(records[1] && toSimpleRule(records[1].document)).toEqual({
    ...{ ...rule, kind: "perCurrencyUnit", currency: "USD" },
  });
});

it("keeps the zone that the rules have", async () => {
  const { ports, records } = createInMemoryRules(anybody);
  const [first] = records;
  if (first) records[0] = { ...first, document: { ...firstDocument, timeZone: "Europe/Berlin" } };
  await saveEarnRule(ports, asked);
  expect(records[1]?.document.timeZone).toBe("Europe/Berlin");
});

it("makes no version of what is active already", async () => {
  const { ports } = createInMemoryRules(anybody);
  await saveEarnRule(ports, asked);
  expect(await saveEarnRule(ports, asked)).toMatchObject({
    ok: true,
    changed: false,
    record: { version: 2 },
  });
});

it("forgets no rule that it cannot show", async () => {
  const { ports, records } = createInMemoryRules(anybody);
  const [first] = records;
  if (first) records[0] = { ...first, document: { ...firstDocument, award: "fulfilled" } };
  expect(await saveEarnRule(ports, asked)).toEqual({
    ok: false,
    refusal: { code: "earn_rules_not_simple" },
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
  const changed = { ...asked, rule: { ...rule, [field]: value } };
  expect(await saveEarnRule(createInMemoryRules(anybody).ports, changed)).toMatchObject({
    ok: false,
    refusal: { code: "earn_rule_field_out_of_range", field },
  });
});

it("refuses a program that does not exist", async () => {
  expect(await saveEarnRule(createInMemoryRules(anybody).ports, { ...asked, programId: 9 })).toEqual({
    ok: false,
    refusal: { code: "program_unknown" },
  });
});
