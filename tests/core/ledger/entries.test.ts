import { PURPOSE_OF } from "#core/ledger";
import type { EntryDraft } from "#core/ledger";
import { expect, it } from "vitest";
import { adjust, adopt, earn, reverse } from "./commands.ts";
import { day, open, runOverTime, tell } from "./timeline.ts";

const BUCKETS = ["available", "pending", "held"];
const place = (key: string) => tell("placeHold", key, { amountMinor: 10, ttlMs: 86_400_000 });

const story = [
  [0, earn("order", 1, 50, { availableFrom: day(3), shopId: 9 })],
  [3, tell("mature", "due", { lot: { entrySeq: 1, line: 0 } })],
  [3, adjust("spend", -20)],
  [3, place("hold")],
  [3, tell("captureHold", "capture", { holdKey: "hold", amountMinor: null })],
  [3, place("left")],
  [3, tell("voidHold", "void", { holdKey: "left" })],
  [3, place("forgotten")],
  [4, tell("expireHold", "expire", { holdKey: "forgotten" })],
  [4, reverse("undo", "spend")],
  [4, open("import", 5, { until: day(5) })],
  [5, tell("expireLots", "sweep", { dueAt: day(5) })],
  [5, tell("transfer", "move", { toAccountId: 2, amountMinor: 40 })],
  [5, adopt("exigo", -7)],
  [5, tell("writeOffDebt", "forgive", { amountMinor: 7 })],
] as const;

const entriesOfStory = () => runOverTime(story).ledger.entries;
const purposesOf = (entry: EntryDraft) =>
  entry.postings.map((posting) => posting.book).filter((book) => !BUCKETS.includes(book));

it("stands against the purpose of its kind", () => {
  const entries = entriesOfStory();
  expect(entries.map((entry) => [entry.kind, ...purposesOf(entry)])).toEqual([
    ["earn", "issued"],
    ["mature"],
    ["adjust", "adjusted"],
    ["placeHold"],
    ["captureHold", "redeemed"],
    ["placeHold"],
    ["voidHold"],
    ["placeHold"],
    ["expireHold"],
    ["reverse", "adjusted"],
    ["open", "opening"],
    ["expireLots", "expired"],
    ["transferOut", "transferred"],
    ["transferIn", "transferred"],
    ["adoptExigoMovement", "exigo"],
    ["writeOffDebt", "debtWrittenOff"],
  ]);
  for (const entry of entries.filter(({ kind }) => kind !== "reverse")) {
    expect(purposesOf(entry)[0] ?? null).toBe(PURPOSE_OF[entry.kind]);
  }
});

it("names the shop that its command came from, if any", () => {
  expect(
    entriesOfStory()
      .slice(0, 2)
      .map((entry) => entry.shopId),
  ).toEqual([9, null]);
});

it("names the hold that it placed or ended, by the entry that placed it", () => {
  expect(
    entriesOfStory()
      .slice(2, 7)
      .map((entry) => entry.hold),
  ).toEqual([
    null,
    { entrySeq: 4, expiresAt: day(4) },
    { entrySeq: 4, expiresAt: day(4) },
    { entrySeq: 6, expiresAt: day(4) },
    { entrySeq: 6, expiresAt: day(4) },
  ]);
});

it("has no posting of zero: a debt and as much that is pending move with two", () => {
  const moved = runOverTime([
    [0, adopt("exigo", -40)],
    [0, open("import", 40, { from: day(3) })],
    [0, tell("mergeAccounts", "merge", { toAccountId: 2 })],
  ]);
  expect(moved.ledger.entries.at(-1)?.postings).toEqual([
    { book: "available", amountMinor: -40, balanceAfterMinor: -40 },
    { book: "pending", amountMinor: 40, balanceAfterMinor: 40 },
  ]);
});
