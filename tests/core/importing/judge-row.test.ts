import { expect, test } from "vitest";
import fc from "fast-check";

import { createRowCounts, judgeRow, openCommand, openingKey, partsOfKey, rowContent } from "#core/importing";
import type { OpeningRow, RowFacts } from "#core/importing";

const NOW = "2026-11-20T12:00:00.000Z";
const row: OpeningRow = {
  customerId: "17",
  email: null,
  firstName: null,
  lastName: null,
  amountMinor: 100,
  earnedAt: null,
  availableFrom: null,
  expiresAt: null,
  note: null,
};
const facts: RowFacts = {
  key: "open/plain/a.0",
  member: { kind: "account", accountId: 5 },
  openedKeys: [],
  waitingKeys: [],
  mode: "skip",
  now: NOW,
  isInFile: () => false,
};

test("a row is opened once", () => {
  expect(judgeRow(row, facts)).toEqual({ kind: "open", accountId: 5 });
  expect(judgeRow(row, { ...facts, openedKeys: [facts.key] })).toEqual({ kind: "unchanged" });
});

test("an account opened by other rows is left alone, unless those are in this file, or adding is wanted", () => {
  const opened = { ...facts, openedKeys: ["open/smile/b.0"] };
  expect(judgeRow(row, opened)).toEqual({ kind: "refused", refusal: "already_opened" });
  expect(judgeRow(row, { ...opened, isInFile: () => true })).toMatchObject({ kind: "open" });
  expect(judgeRow(row, { ...opened, mode: "add" })).toMatchObject({ kind: "open" });
});

test("a customer nobody knows yet is waited for, and what waits already is compared too", () => {
  const unknown: RowFacts = { ...facts, member: { kind: "unknown" } };
  expect(judgeRow(row, unknown)).toEqual({ kind: "wait" });
  expect(judgeRow(row, { ...unknown, waitingKeys: [facts.key] })).toEqual({ kind: "wait" });
  expect(judgeRow(row, { ...unknown, waitingKeys: ["open/plain/b.0"] })).toMatchObject({ kind: "refused" });
});

test("an email of several members is nobody's", () => {
  expect(judgeRow(row, { ...facts, member: { kind: "several" } })).toMatchObject({
    refusal: "email_ambiguous",
  });
});

test("credits that are over already are refused, but not those that were opened in time", () => {
  const over = { ...row, expiresAt: NOW };
  expect(judgeRow(over, facts)).toEqual({ kind: "refused", refusal: "expired" });
  expect(judgeRow(over, { ...facts, openedKeys: [facts.key] })).toEqual({ kind: "unchanged" });
});

test("a command carries the row's dates and no personal data in its key", () => {
  const key = openingKey("plain", "ab".repeat(32), 2);
  expect(key).toBe(`open/plain/${"ab".repeat(16)}.2`);
  expect(partsOfKey("plain", key)).toEqual({ digest: "ab".repeat(16), ordinal: 2 });
  expect(partsOfKey("smile", key)).toBeNull();
  const opening = { ...row, key, source: "plain", effectiveAt: NOW, note: "from the till" };
  expect(openCommand(5, opening)).toMatchObject({
    kind: "open",
    key,
    accountId: 5,
    amountMinor: 100,
    note: "from the till",
    cause: { kind: "system", ref: "import/plain" },
  });
});

test("rows are the same when they say the same, whatever their note and the customer's name", () => {
  const content = rowContent(3, row);
  expect(rowContent(3, { ...row, note: "x", firstName: "Ann", email: "a@b.test" })).toBe(content);
  expect(rowContent(3, { ...row, amountMinor: 101 })).not.toBe(content);
  expect(rowContent(4, row)).not.toBe(content);
});

test("counts as many of each digest as came", () => {
  const digest = fc
    .integer({ min: 0, max: 40 })
    .map((number) => (number * 97).toString(16).padStart(64, "0").split("").reverse().join(""));
  fc.assert(
    fc.property(fc.array(digest, { maxLength: 3_000 }), (digests) => {
      const counts = createRowCounts();
      const known = new Map<string, number>();
      for (const each of digests) {
        expect(counts.next(each)).toBe(known.get(each) ?? 0);
        known.set(each, (known.get(each) ?? 0) + 1);
      }
      for (const [each, count] of known) expect(counts.count(each)).toBe(count);
    }),
  );
  const counts = createRowCounts();
  const many = Array.from({ length: 20_000 }, (_, index) => (index * 7_919).toString(16).padStart(13, "0"));
  for (const each of many) counts.next(each);
  expect(many.every((each) => counts.count(each) === 1)).toBe(true);
  expect(counts.count("f".repeat(13))).toBe(0);
});
