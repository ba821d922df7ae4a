import { expect, test } from "vitest";

import { AttentionCard } from "#components/home/attention-card";
import { EarnedChart } from "#components/home/earned-chart";
import { RuleExample } from "#components/earn-rule/rule-example";
import { formatAmount, formatCredits } from "#components/unit";

import { readRuleValues, toRuleValues } from "../../app/components/earn-rule/rule-values.ts";
import { markupOf, wordsOf } from "./render.tsx";

test.each([
  [1250, 0, false, "1,250"],
  [1250, 2, false, "12.50"],
  [-5, 2, true, "−0.05"],
  [5, 0, true, "+5"],
  [0, 0, true, "0"],
  [9_007_199_254_740_991, 4, false, "900,719,925,474.0991"],
])("writes %i of scale %i", (amountMinor, scale, signed, expected) => {
  expect(formatAmount(amountMinor, { scale }, signed)).toBe(expected);
});

test("says one credit, and leaves other units as they are called", () => {
  expect(formatCredits(1, { unitName: "credits", scale: 0 })).toBe("1 credit");
  expect(formatCredits(1, { unitName: "Beans", scale: 0 })).toBe("1 Beans");
});

test("draws a bar for each day and says its figures in words", () => {
  const perDay = [
    { day: "2026-11-19", earnedMinor: 0, takenBackMinor: 0 },
    { day: "2026-11-20", earnedMinor: 50, takenBackMinor: 20 },
  ];

  const markup = markupOf(<EarnedChart perDay={perDay} />);

  expect(markup).toContain("<title>Nov 20: 50 credits earned, 20 credits taken back</title>");
  expect(markup).toContain('role="img"');
  expect(wordsOf(<EarnedChart perDay={perDay} />)).toContain("Earned 50 credits Taken back 20 credits");
});

test("says so when there is nothing to draw", () => {
  const perDay = [{ day: "2026-11-20", earnedMinor: 0, takenBackMinor: 0 }];

  expect(wordsOf(<EarnedChart perDay={perDay} />)).toContain("Nothing was earned in this time");
});

test("leads from what needs attention to the member", () => {
  const at = "2026-11-20T12:00:00.000Z";
  const rows = [
    {
      ...{ kind: "case" as const, id: 7, at, drift: "missing", amountMinor: -12 },
      ...{ memberId: 3, memberName: "Ada Okafor" },
    },
    {
      kind: "inbox" as const,
      id: 8,
      at,
      memberId: null,
      memberName: null,
      shopDomain: "a.myshopify.com",
      topic: "orders/paid",
      reason: "payload_malformed",
    },
  ];

  const nothing = () => undefined;
  const actions = { settle: nothing, reviewCase: nothing, retryEvent: nothing, isBusy: false };

  const markup = markupOf(<AttentionCard rows={rows} actions={actions} />);

  expect(markup).toMatch(/href="\/app\/members\/3"[^>]*>Ada Okafor</);
  expect(wordsOf(<AttentionCard rows={rows} actions={actions} />)).toContain(
    "Exigo has 12 credits less than expected",
  );
});

test("works the example out by the rule itself", () => {
  const values = { ...toRuleValues(null), rate: "1.5" };

  const words = wordsOf(<RuleExample values={values} currency="USD" />);

  expect(words).toContain("earns 74 credits");
  expect(words).toContain("$49.95 × 1.5 = 74.925, rounded down");
});

test("reads a rule's form, and names the fields that it cannot read", () => {
  const values = toRuleValues(null);

  expect(readRuleValues({ ...values, rate: "0.25", expires: true, expiresAfterDays: "30" })).toEqual({
    ok: true,
    fields: { enabled: true, rounding: "floor", creditsPerUnitMicros: 250_000, expiresAfterDays: 30 },
  });
  const unreadable = readRuleValues({ ...values, rate: "-1", expires: true, expiresAfterDays: "0" });
  expect(unreadable).toMatchObject({
    ok: false,
    errors: { rate: expect.any(String), expiresAfterDays: expect.any(String) },
  });
});
