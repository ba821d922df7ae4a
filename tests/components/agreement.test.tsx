import { expect, test } from "vitest";

import { AgreementCard } from "#components/agreement/agreement-card";
import { ComparisonCard } from "#components/agreement/comparison-card";
import { CasesCard, GapsCard } from "#components/agreement/gaps-card";
import type { AgreementReport } from "#core/reading";

import { markupOf, wordsOf } from "./render.tsx";

const NOW = "2026-11-21T05:00:00.000Z";
const never = () => undefined;

const report: AgreementReport = {
  now: NOW,
  measured: { accounts: 1_000, gaps: 30, valueMinor: 1_000_000, gapMinor: 500, lateGapMinor: 200 },
  days: [
    { day: "2026-11-19", valueMinor: 900_000, gapMinor: 0, lateGapMinor: 0 },
    { day: "2026-11-20", valueMinor: 1_000_000, gapMinor: 900, lateGapMinor: 300 },
  ],
  causes: [
    { cause: "on_its_way", gaps: 20, gapMinor: 300 },
    { cause: "case", gaps: 10, gapMinor: 200 },
  ],
  gaps: [
    { memberId: 7, ledgerMinor: 120, exigoMinor: 20, cause: "case", since: NOW },
    { memberId: 9, ledgerMinor: 5, exigoMinor: null, cause: "not_in_exigo", since: NOW },
  ],
  cases: [
    {
      kind: "wrong_account",
      count: 6,
      amountMinor: -30,
      newest: [{ caseId: 4, memberId: 7, amountMinor: -30 }],
    },
  ],
  last: { finishedAt: NOW, accounts: 1_000, strangers: 2 },
  next: null,
};
const next: NonNullable<AgreementReport["next"]> = {
  ...{ state: "running", dueAt: NOW, accounts: 400, accountsInAll: 1_000, trouble: null },
};

test("tells the agreed value of a day and of this moment, and whether that is enough", () => {
  const words = wordsOf(<AgreementCard report={report} />);
  expect(words).toContain("Within a day 99.980 %");
  expect(words).toContain("At this moment 99.950 %");
  expect(words).toContain("Below 99.99 %");
  const whole = { ...report, measured: { ...report.measured, gapMinor: 0, lateGapMinor: 0 } };
  expect(wordsOf(<AgreementCard report={whole} />)).toContain("As it should be");
  expect(wordsOf(<AgreementCard report={whole} />)).toContain("Within a day 100 %");
});

test("draws a bar for each day and says its figure", () => {
  const markup = markupOf(<AgreementCard report={report} />);
  expect(markup.match(/<rect/g)).toHaveLength(2);
  expect(markup).toContain("Nov 20: 99.970 % agreed within a day");
});

test("lists gaps by cause and the largest with their members", () => {
  const words = wordsOf(<GapsCard report={report} />);
  expect(words).toContain("On its way to Exigo 20 300");
  expect(words).toMatch(/Member 7 A difference waits for a person, since .* 120 20/);
  expect(words).toMatch(/Member 9 Exigo has no balance for it, since .* 5 –/);
  expect(words).toContain("The largest 2 of 30 differences.");
  expect(markupOf(<GapsCard report={report} />)).toContain('href="/app/members/7"');
  const none = { ...report, causes: [], gaps: [] };
  expect(wordsOf(<GapsCard report={none} />)).toContain(
    "Every balance that was compared is the same on both sides",
  );
});

test("shows cases by kind, each with a way to decide", () => {
  const words = wordsOf(<CasesCard cases={report.cases} onReview={never} />);
  expect(words).toContain("Arrived at another customer (6)");
  expect(words).toContain("Decide case 4");
  expect(words).toContain("The newest 1 of 6.");
  expect(wordsOf(<CasesCard cases={[]} onReview={never} />)).toContain("None.");
});

test("shows how far a comparison is, what holds it up, and how the last one ended", () => {
  const card = (changes: Partial<AgreementReport>) =>
    wordsOf(
      <ComparisonCard report={{ ...report, ...changes }} hour={3} isAsking={false} onCompare={never} />,
    );
  expect(card({})).toMatch(
    /Last compared .*: 1,000 members\. 2 customers with points in Exigo are no member here/,
  );
  expect(card({ next })).toContain("400 of 1,000 members compared");
  expect(card({ next: { ...next, state: "left" } })).toContain("goes on by itself");
  expect(card({ next: { ...next, state: "waiting", trouble: "exigo_out_of_reach" } })).toContain(
    "Exigo did not answer",
  );
  expect(card({ next: { ...next, state: "waiting", accounts: 0 }, last: null })).toContain(
    "A worker begins within seconds",
  );
});
