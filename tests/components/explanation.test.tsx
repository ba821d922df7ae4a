import { expect, test } from "vitest";

import { EntryWhy } from "#components/account/entry-why";
import { EvaluationSteps } from "#components/account/evaluation-steps";
import { entryTitle } from "#components/words/entry-words";
import { intentWords } from "#components/words/exigo-words";
import type { Evaluation } from "#core/earning";
import type { EntryRow } from "#core/reading";
import type { RuleTrace } from "#core/rules";

import { exactAmount, exactProduct, formatRate } from "../../app/components/exact-product.ts";
import { wordsOf } from "./render.tsx";

const earned: Evaluation = {
  reason: "earned",
  targetMinor: 74,
  ruleVersion: 3,
  creditsPerUnitMicros: 1_500_000,
  rounding: "floor",
  baseMinor: 4995,
  currency: "USD",
  currencyScale: 2,
  lines: [{ lineId: "1", title: "Mug", quantity: 2, remainingQuantity: 2, baseMinor: 4995 }],
};

const halfRefunded: Evaluation = {
  ...earned,
  targetMinor: 37,
  baseMinor: 2497,
  lines: [{ lineId: "1", title: "Mug", quantity: 2, remainingQuantity: 1, baseMinor: 2497 }],
};

const entry: EntryRow = {
  seq: 2,
  kind: "earn",
  key: "shop/1/order/9/account/1/earn/2/37",
  amountMinor: -37,
  balanceAfterMinor: 37,
  effectiveAt: "2026-11-20T12:00:00.000Z",
  bookedAt: "2026-11-20T12:00:01.000Z",
  causeKind: "rule",
  causeRef: "3",
  reasonCode: "earned",
  note: null,
  evaluation: halfRefunded,
  evaluationBefore: earned,
  orderName: "#1001",
  reversedBySeq: null,
  reversesSeq: null,
  postings: [
    { book: "available", amountMinor: -37 },
    { book: "issued", amountMinor: 37 },
  ],
  lotMovements: [{ entrySeq: 1, amountMinor: -37 }],
  exigo: {
    intentId: 12,
    decision: null,
    state: "needs_review",
    remoteRef: null,
    error: "moved meanwhile",
    attempts: 2,
    sentAt: "2026-11-20T12:00:02.000Z",
  },
};

test("multiplies base and rate without rounding", () => {
  expect(exactProduct(4995, 2, 1_500_000)).toBe("74.925");
  expect(exactProduct(4995, 0, 1_000_000)).toBe("4995");
  expect(exactProduct(1, 2, 1)).toBe("0.00000001");
  expect(exactProduct(900_719_925_474_099, 2, 10_000_000_000)).toBe("90071992547409900");
  expect(formatRate(500_000)).toBe("0.5");
});

test("shows the way from the lines to the credits", () => {
  const words = wordsOf(<EvaluationSteps evaluation={earned} before={null} />);

  expect(words).toContain("Mug 2 $49.95");
  expect(words).toContain("$49.95 × 1.5 per USD (rule version 3) = 74.925, rounded down to 74 credits");
});

test("says what a refund changed since the entry before", () => {
  const words = wordsOf(<EvaluationSteps evaluation={halfRefunded} before={earned} />);

  expect(words).toContain("1 of 2, was 2");
  expect(words).toContain("Before, the order stood at 74 credits: the difference is −37 credits");
});

const trace: RuleTrace = {
  currency: "USD",
  currencyScale: 2,
  unitScale: 0,
  overlap: "sum",
  lines: [],
  shipping: null,
  shareWithoutGiftCards: null,
  rules: [
    {
      ruleId: "a",
      name: "Every order",
      outcome: "matched",
      lines: ["1"],
      beatenOn: [],
      credits: "74.925",
      cappedAtMinor: null,
      effect: { creditsPerUnitMicros: 1_500_000, base: "4995" },
    },
    {
      ruleId: "b",
      name: "Mugs",
      outcome: "matched",
      lines: ["1"],
      beatenOn: [],
      credits: "20",
      cappedAtMinor: null,
      effect: { creditsPerItemMinor: 10 },
    },
    { ruleId: "c", name: "Friday", outcome: "outside_window", from: null, until: null },
  ],
  exact: "94.925",
  rounding: "floor",
  roundedMinor: 94,
  perOrderLimitMinor: null,
  caps: [{ ruleId: null, caps: ["perMemberMonth"], wantedMinor: 94, grantedMinor: 60 }],
  targetMinor: 60,
};

test("shows every rule that was tried, the rounding and the limit that was reached", () => {
  const several = { ...earned, targetMinor: 60, creditsPerUnitMicros: null, trace };
  const words = wordsOf(<EvaluationSteps evaluation={several} before={null} />);

  expect(words).toContain("Every order: 49.95 USD × 1.5 = 74.925");
  expect(words).toContain("Mugs: 10 credits for each item = 20");
  expect(words).toContain("Friday: the order was not placed in its time");
  expect(words).toContain("94.925, rounded down to 94 credits");
  expect(words).toContain("The member's limit of the month left 60 credits of 94 credits");
  expect(words).toContain("The order earns 60 credits");
});

test("says what money without items did, what is expected, until when credits wait, and the rate", () => {
  const moved: Evaluation = {
    ...earned,
    missingMinor: 500,
    expectedMinor: 60,
    pending: { until: "fulfilled" },
    exchange: { currency: "JPY", shopMinor: 4995, presentmentMinor: 7500 },
  };
  const words = wordsOf(<EvaluationSteps evaluation={moved} before={null} />);

  expect(words).toContain("$5.00 of the order went back without items");
  expect(words).toContain("the order earns 60 credits");
  expect(words).toContain("pending until the order is fulfilled");
  expect(words).toContain("¥7,500 for $49.95");
});

test("writes exact amounts in whole units", () => {
  expect(exactAmount("4995.5", 2)).toBe("49.955");
  expect(exactAmount("5", 2)).toBe("0.05");
  expect(exactAmount("74.925", 0)).toBe("74.925");
  expect(exactAmount("100/3", 2)).toBe("≈ 0.3333");
});

test("says of released credits that they are no longer pending", () => {
  expect(entryTitle({ ...entry, reasonCode: "released" })).toBe("No longer pending: #1001");
});

test("gives the reason of a zero", () => {
  const words = wordsOf(
    <EvaluationSteps evaluation={{ ...earned, reason: "not_paid", targetMinor: 0 }} before={null} />,
  );

  expect(words).toContain("The order is not paid in full yet, so it earns 0 credits");
});

test("shows cause, postings that sum to zero, touched lots and the state in Exigo", () => {
  const words = wordsOf(<EntryWhy entry={entry} />);

  expect(words).toContain("Caused by Earn rule, version 3");
  expect(words).toContain("Member: available −37 Program: issued +37 Together 0");
  expect(words).toContain("Of entry 1 −37");
  expect(words).toContain(intentWords.needs_review.sentence);
  expect(words).toContain("moved meanwhile");
  expect(words).toContain("HC-12");
});

test("names a member of staff by the only thing that is known of them", () => {
  const words = wordsOf(
    <EntryWhy entry={{ ...entry, kind: "adjust", causeKind: "staff", causeRef: "548380009" }} />,
  );

  expect(words).toContain("Caused by Staff member 548380009");
});
