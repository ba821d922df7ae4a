import { mergeLots, readLots } from "#adapters/mysql/ledger/lot-rows";
import { LedgerFault } from "#core/ledger";
import { expect, it } from "vitest";

const text = (cells: string) => [{ lots: `[${cells}]` }];

it("reads a lot from its text, and keeps one that was read twice once", () => {
  const cells = '7,3,1,100,40,"available","2026-01-02T03:04:05.678Z","2027-01-02T03:04:05.678Z"';
  const lot = {
    entrySeq: 3,
    line: 1,
    bucket: "available",
    amountMinor: 100,
    remainingMinor: 40,
    availableFrom: "2026-01-02T03:04:05.678Z",
    expiresAt: "2027-01-02T03:04:05.678Z",
  };
  const read = readLots(text(cells));
  expect(read).toEqual({ count: 1, lastAccountId: 7, of: new Map([[7, [lot]]]) });
  expect(mergeLots([read.of, read.of])).toEqual(new Map([[7, [lot]]]));
});

it("reads many lots from one text, and none from an empty one", () => {
  const cells = (accountId: number, seq: number) =>
    `${accountId},${seq},0,100,40,"available","2026-01-02T03:04:05.678Z",null`;
  const [row] = text(`${cells(7, 1)}],[${cells(7, 2)}],[${cells(8, 1)}`);
  const { count, lastAccountId, of } = readLots([row]);
  expect({ count, lastAccountId }).toEqual({ count: 3, lastAccountId: 8 });
  expect([...of].map(([accountId, lots]) => [accountId, lots.map((lot) => lot.entrySeq)])).toEqual([
    [7, [1, 2]],
    [8, [1]],
  ]);
  expect(readLots([{ lots: "" }])).toEqual({ count: 0, lastAccountId: undefined, of: new Map() });
});

it.each([
  ["a column that is null", '7,3,1,40,"available","2026-01-02T03:04:05.678Z",null'],
  ["a bucket that lots are never in", '7,3,1,100,40,"held","2026-01-02T03:04:05.678Z",null'],
  ["an amount beyond whole numbers", '7,3,1,9007199254740993,40,"available","2026-01-02T03:04:05.678Z",null'],
  ["an amount that is no whole number", '7,3,1,100,40.5,"available","2026-01-02T03:04:05.678Z",null'],
  ["a time without milliseconds", '7,3,1,100,40,"available","2026-01-02T03:04:05Z",null'],
  ["a text that is cut off", '7,3,1,100,40,"available","2026-01-02T03:04'],
  ["an end that is no time", '7,3,1,100,40,"available","2026-01-02T03:04:05.678Z",5'],
])("throws at %s", (_what, cells) => {
  expect(() => readLots(text(cells))).toThrow(LedgerFault);
});
