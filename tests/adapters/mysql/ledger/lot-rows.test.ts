import { groupLots, readLots } from "#adapters/mysql/ledger/lot-rows";
import { LedgerFault } from "#core/ledger";
import { expect, it } from "vitest";

const text = (cells: string) => [{ lot: `[${cells}]` }];

it("reads a lot from its text, and keeps one that was read twice once", () => {
  const rows = text('7,3,1,100,40,"available","2026-01-02 03:04:05.678Z","2027-01-02 03:04:05.678Z"');
  const lot = {
    entrySeq: 3,
    line: 1,
    bucket: "available",
    amountMinor: 100,
    remainingMinor: 40,
    availableFrom: "2026-01-02T03:04:05.678Z",
    expiresAt: "2027-01-02T03:04:05.678Z",
  };
  expect(readLots(rows)).toEqual([{ accountId: 7, lot }]);
  expect(groupLots([...readLots(rows), ...readLots(rows)])).toEqual(new Map([[7, [lot]]]));
});

it.each([
  ["a column that is null", '7,3,1,40,"available","2026-01-02 03:04:05.678Z",null'],
  ["a bucket that lots are never in", '7,3,1,100,40,"held","2026-01-02 03:04:05.678Z",null'],
  ["an amount beyond whole numbers", '7,3,1,9007199254740993,40,"available","2026-01-02 03:04:05.678Z",null'],
  ["an amount that is no whole number", '7,3,1,100,40.5,"available","2026-01-02 03:04:05.678Z",null'],
  ["a time without milliseconds", '7,3,1,100,40,"available","2026-01-02 03:04:05Z",null'],
  ["an end that is no time", '7,3,1,100,40,"available","2026-01-02 03:04:05.678Z",5'],
])("throws at %s", (_what, cells) => {
  expect(() => readLots(text(cells))).toThrow(LedgerFault);
});
