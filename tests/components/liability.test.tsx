import { expect, test } from "vitest";

import { FiguresCard } from "#components/home/figures-card";
import { HealthCard } from "#components/home/health-card";
import { DayTable } from "#components/liability/day-table";
import { LiabilityChart } from "#components/liability/liability-chart";
import { ProofCard } from "#components/liability/proof-card";
import { ShopCard } from "#components/liability/shop-card";
import { Statement } from "#components/liability/statement";
import { OpeningsList } from "#components/openings-list";
import { RefusedOpenings } from "#components/refused-openings";
import { lagWords } from "#components/words/lag-words";
import { agoWords } from "#components/words/proof-words";
import { rollForward, sumOfDays } from "#core/reading";
import type { HomeFigures, ProofReport } from "#core/reading";

import { markupOf, wordsOf } from "./render.tsx";

const NOW = "2026-11-21T05:00:00.000Z";

const row = (book: string, addedMinor: number, takenMinor: number) => ({
  day: "2026-11-20",
  shopId: 0,
  kind: "earn",
  book,
  addedMinor,
  takenMinor,
});
const rows = [row("available", 50, 20), row("issued", 0, 50), row("redeemed", 20, 0)];
const period = { from: "2026-11-19", to: "2026-11-21" };
const days = rollForward(rows, { ...period, openMinor: 100 });

const held: ProofReport = {
  now: NOW,
  last: {
    finishedAt: "2026-11-21T02:00:07.000Z",
    accounts: 3,
    entries: 12_345,
    broken: 0,
    finding: null,
  },
  next: null,
  trouble: null,
  checkpoint: { number: 9, takenAt: "2026-11-21T02:00:08.000Z" },
};
const finding = { code: "content_changed", accountId: 12, seq: 3, detail: "hash", memberId: 5 } as const;
const broken: ProofReport = { ...held, last: { ...held.last!, broken: 2, finding } };
const running = (entries: number, entriesInAll: number): ProofReport => ({
  ...held,
  next: { state: "running", dueAt: NOW, entries, entriesInAll },
});

const figures: HomeFigures = {
  members: 8,
  days,
  completeTo: "2026-11-21T04:59:40.000Z",
  lagMs: 20_000,
  inbox: { waiting: 0, quarantined: 0 },
  intents: { due: 0, sending: 0, refused: 0, unknown: 0, needs_review: 0 },
  openCases: 0,
  waitingOpenings: 0,
  refusedOpenings: 0,
  arrivals: { ordersByRereading: 0, customersByRereading: 0, findings: 0 },
};
const health = (proof: ProofReport) => <HealthCard figures={figures} connection="active" proof={proof} />;
const proofCard = (proof: ProofReport) => (
  <ProofCard proof={proof} hour={2} isAsking={false} onVerify={() => undefined} />
);

test("leads from what was held before a time to what was held after it", () => {
  const words = wordsOf(<Statement sum={sumOfDays(days)!} period={period} />);

  expect(words).toBe(
    "Held at the end of Nov 18 100 credits Earned +50 Spent −20 Expired 0 Taken back 0 Held at the end of Nov 21 130 credits",
  );
});

test("says by how much the lines do not add up", () => {
  const off = rollForward([...rows, row("available", 7, 0)], { ...period, openMinor: 100 });
  expect(wordsOf(<Statement sum={sumOfDays(off)!} period={period} />)).toContain(
    "leave +7 credits unexplained",
  );
});

test("lists the days with a movement, and says when there are none", () => {
  const words = wordsOf(<DayTable days={days} />);
  expect(words).toContain("Nov 20");
  expect(words).not.toContain("Nov 19");
  expect(wordsOf(<DayTable days={[]} />)).toContain("Nothing was booked in this time.");
});

test("draws what was held with a figure for every day", () => {
  const markup = markupOf(<LiabilityChart days={days} />);
  expect(markup).toContain("<title>Nov 20: 130 credits</title>");
  expect(markup).toContain('role="img"');
});

test("tells what each shop's entries left", () => {
  const lines = [
    { shopId: 3, name: "Credit Café", currency: "EUR", liabilityMinor: 40 },
    { shopId: 0, name: "No shop", currency: "USD", liabilityMinor: -4 },
  ];
  expect(wordsOf(<ShopCard lines={lines} day="2026-11-21" />)).toContain("Credit Café EUR 40 No shop USD −4");
});

test("shows on the home page what is held, and what came and went, with how far that is behind", () => {
  const words = wordsOf(<FiguresCard figures={figures} />);
  expect(words).toContain("Liability 130 credits");
  expect(words).toContain("Earned 50 Spent 20 Expired 0");
  expect(words).toContain("20 s behind");
  expect(wordsOf(<FiguresCard figures={{ ...figures, completeTo: null, lagMs: null }} />)).toContain(
    "The sums are being built for the first time",
  );
});

test.each([
  [held, "Ledger 12,345 entries, 0 findings Success Proved 2 h ago"],
  [{ ...held, now: "2026-11-24T05:00:00.000Z" }, "Warning Proved 3 days ago"],
  [{ ...held, last: null }, "Ledger Not proved yet"],
  [running(25, 100), "Ledger Info Proving, 25%"],
  [running(0, 0), "Ledger Info Proving, 0%"],
  [{ ...running(1, 2), trouble: "proof_failed" as const }, "Ledger Warning Proof failed"],
  [broken, "Ledger Account 12, entry 3 Critical Does not hold"],
])("has a line of health for the ledger: %#", (proof, words) => {
  expect(wordsOf(health(proof))).toContain(words);
});

test("leads from a ledger that does not hold to the page with the entry", () => {
  expect(markupOf(health(broken))).toContain('href="/app/members/5?before=4"');
  const nobody = { ...broken, last: { ...broken.last!, finding: { ...finding, memberId: null } } };
  expect(markupOf(health(nobody))).not.toContain("/app/members/");
  expect(wordsOf(proofCard(broken))).toContain(
    "Account 12, entry 3 : The entry was changed after it was booked (hash). 2 findings in all; this is the first.",
  );
});

test("leads from balances that wait for their customers to the list of them", () => {
  const waiting = { ...figures, waitingOpenings: 12 };
  const card = <HealthCard figures={waiting} connection="active" proof={held} />;
  expect(markupOf(card)).toContain('href="/app/openings"');
  expect(wordsOf(card)).toContain("12 waiting");
  expect(markupOf(health(held))).not.toContain("/app/openings");
  const row = { id: 1, email: "ada@example.com", amountMinor: 50, source: "smile", line: null, since: NOW };
  const words = wordsOf(
    <OpeningsList
      rows={[
        { ...row, reason: "customer_unknown" },
        { ...row, id: 2, line: 12, reason: "email_ambiguous" },
      ]}
    />,
  );
  expect(words).toContain("ada@example.com From smile, since Nov 21, 2026 . No customer with this");
  expect(words).toContain("Several members have this email");
  expect(words).toContain("only one has 50 credits");
  expect(words).toContain("Line 12 of smile");
});

test("leads to balances that were refused, which say why and offer a way on", () => {
  const card = <HealthCard figures={{ ...figures, refusedOpenings: 2 }} connection="active" proof={held} />;
  expect(markupOf(card)).toContain('href="/app/openings"');
  expect(wordsOf(card)).toContain("2 refused");
  const row = {
    ...{ id: 1, email: "ada@example.com", amountMinor: 50, source: "smile", line: 12, refusedAt: NOW },
    ...{ effectiveAt: NOW, availableFrom: null, expiresAt: null, note: null, decidedBy: null },
  };
  const words = wordsOf(
    <RefusedOpenings
      rows={[
        { ...row, reason: "already_opened" },
        { ...row, id: 2, line: null, reason: "account_unknown", decidedBy: "7" },
        { ...row, id: 3, reason: "of_later" },
      ]}
      busyId={null}
      isDownloading={false}
      onTryAgain={() => undefined}
      onDownload={() => undefined}
    />,
  );
  expect(words).toContain("The member has an opening balance from another source already");
  expect(words).toContain("Line 12 of smile, refused Nov 21, 2026");
  expect(words).toContain("50 credits Open all the same");
  expect(words).toContain("This member has no account From smile");
  expect(words).toContain("tried again by Staff member 7 50 credits Try again");
  expect(words).toContain("The ledger refused it (of_later)");
});

test("says how a proof ended, and offers the next", () => {
  const words = wordsOf(proofCard(held));
  expect(words).toContain("Everything holds");
  expect(words).toContain("3 accounts, 12,345 entries, 0 findings.");
  expect(words).toContain("Every night at 02:00 UTC");
  expect(markupOf(proofCard(held))).toContain('aria-disabled="false"');
});

test("shows how far a proof is, and offers no second one beside it", () => {
  const markup = markupOf(proofCard(running(25, 100)));
  expect(markup).toContain("25 of 100 entries proved");
  expect(markup).toContain('value="25"');
  expect(markup).toContain('aria-disabled="true"');
});

test.each([
  [{ ...held, last: null, checkpoint: null }, "The first proof runs in the coming night."],
  [{ ...running(1, 2), next: { ...running(1, 2).next!, state: "left" as const } }, "begins again by itself"],
  [
    { ...running(0, 0), next: { ...running(0, 0).next!, state: "waiting" as const } },
    "begins within seconds",
  ],
  [running(0, 0), "Counting the entries"],
  [{ ...held, trouble: "checkpoint_not_exported" as const }, "could not be written"],
  [
    {
      ...running(0, 0),
      trouble: "proof_failed" as const,
      next: { ...running(0, 0).next!, state: "waiting" as const },
    },
    "The last try did not come to an end",
  ],
])("says what is in the way of a proof %#", (proof, words) => {
  expect(wordsOf(proofCard(proof))).toContain(words);
});

test.each([
  [-5, "just now"],
  [59_000, "just now"],
  [61_000, "1 min ago"],
  [3 * 3_600_000, "3 h ago"],
  [49 * 3_600_000, "2 days ago"],
])("says of %i ms that it was %s", (ms, words) => {
  expect(agoWords(ms)).toBe(words);
});

test.each([
  [14_400, "14 s behind"],
  [300_000, "5 min behind"],
  [3 * 3_600_000, "3 h behind"],
])("says of a lag of %i ms: %s", (ms, words) => {
  expect(lagWords(ms)).toBe(words);
});
