import { entryContent, genesisContent, keyContent } from "#core/ledger";
import type { EntryDraft, KeyRecord } from "#core/ledger";
import { expect, it } from "vitest";

const AT = "2026-11-20T12:00:00.000Z";

const entry: EntryDraft = {
  accountId: 4,
  seq: 2,
  kind: "adjust",
  key: "spend",
  subject: null,
  shopId: 9,
  effectiveAt: AT,
  bookedAt: AT,
  cause: { kind: "staff", ref: "7" },
  reasonCode: "goodwill",
  postings: [
    { book: "available", amountMinor: -5, balanceAfterMinor: 3 },
    { book: "adjusted", amountMinor: 5, balanceAfterMinor: null },
  ],
  lotMovements: [{ lot: { entrySeq: 1, line: 0 }, amountMinor: -5 }],
  newLots: [],
  hold: null,
  balancesMinor: { available: 3, pending: 0, held: 0 },
};

const key: KeyRecord = {
  accountId: 4,
  keySeq: 3,
  key: "spend",
  contentDigest: "ab",
  entrySeq: 2,
  subject: null,
  subjectVersion: null,
  subjectEffectMinor: 0,
  reversesKey: null,
  reversedMinor: null,
  result: { ok: true },
  decidedAt: AT,
};

// Stored hashes cover these texts: with another text no chain that exists could be verified.
it("writes an entry with its program and trace, names in order", () => {
  expect(entryContent(1, entry, '{"rule":3}')).toBe(
    '{"accountId":4,"balancesMinor":{"available":3,"held":0,"pending":0},"bookedAt":"2026-11-20T12:00:00.000Z",' +
      '"cause":{"kind":"staff","ref":"7"},"effectiveAt":"2026-11-20T12:00:00.000Z","hold":null,"key":"spend",' +
      '"kind":"adjust","lotMovements":[{"amountMinor":-5,"lot":{"entrySeq":1,"line":0}}],"newLots":[],' +
      '"postings":[{"amountMinor":-5,"balanceAfterMinor":3,"book":"available"},' +
      '{"amountMinor":5,"balanceAfterMinor":null,"book":"adjusted"}],"programId":1,"reasonCode":"goodwill",' +
      '"seq":2,"shopId":9,"subject":null,"trace":{"rule":3}}',
  );
});

it("writes a key with its program and its answer, names in order", () => {
  expect(keyContent(1, key)).toBe(
    '{"accountId":4,"contentDigest":"ab","decidedAt":"2026-11-20T12:00:00.000Z","entrySeq":2,"key":"spend",' +
      '"keySeq":3,"programId":1,"result":{"ok":true},"reversedMinor":null,"reversesKey":null,"subject":null,' +
      '"subjectEffectMinor":0,"subjectVersion":null}',
  );
});

it("begins the chains of an account with whose account it is", () => {
  expect(genesisContent(1, 4, 6)).toBe('{"accountId":4,"memberId":6,"programId":1}');
});
