import { expect, test } from "vitest";

import { rollForwardHeadings } from "#components/words/liability-words";
import { rollForward } from "#core/reading";
import type { RollupRow } from "#core/reading";
import { exportRollForward } from "#usecases/export-roll-forward";
import type { Rollup } from "#usecases/ports/ledger-reading";

type Asked = Parameters<Rollup["rollForward"]>[1];

const row = (day: string, book: string, addedMinor: number, takenMinor: number): RollupRow => ({
  day,
  shopId: 0,
  kind: "earn",
  book,
  addedMinor,
  takenMinor,
});
const earned = (day: string, amountMinor: number) => [
  row(day, "available", amountMinor, 0),
  row(day, "issued", 0, amountMinor),
];

function rollupOf(rows: RollupRow[], openMinor: number) {
  const asked: Asked[] = [];
  const rollup: Pick<Rollup, "rollForward"> = {
    rollForward(_, period) {
      asked.push(period);
      const within = rows.filter(({ day }) => day >= period.from && day <= period.to);
      return Promise.resolve(rollForward(within, { openMinor, ...period }));
    },
  };
  return { asked, rollup };
}

async function linesOf(rollup: Pick<Rollup, "rollForward">, from: string, to: string, shop = "All") {
  let text = "";
  const file = exportRollForward(
    { rollup },
    {
      scope: { programId: 1 },
      period: { from, to },
      scale: 2,
      labels: { shop, currency: "EUR", unit: "credits" },
      headings: rollForwardHeadings,
    },
  );
  for await (const piece of file) text += piece;
  return text.split("\r\n");
}

test("names the columns, then has a line for every day, with decimals of the unit", async () => {
  const { rollup } = rollupOf(earned("2026-11-21", 1_250), -5);

  expect(await linesOf(rollup, "2026-11-20", "2026-11-21")).toEqual([
    "\uFEFFDay (UTC),Shop,Currency,Unit,Open,Earned,Spent,Expired,Taken back,Given back,Adjusted,Opening balances," +
      "Moved in Exigo,Between accounts,Debt written off,Close,Difference",
    "2026-11-20,All,EUR,credits,-0.05,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,-0.05,0.00",
    "2026-11-21,All,EUR,credits,-0.05,12.50,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,12.45,0.00",
    "",
  ]);
});

test("reads a long time in parts that open with what the part before closed with", async () => {
  const { rollup, asked } = rollupOf([...earned("2026-01-01", 100), ...earned("2026-06-01", 20)], 0);

  const lines = await linesOf(rollup, "2026-01-01", "2026-12-31");

  expect(lines).toHaveLength(1 + 365 + 1);
  expect(asked.map(({ from }) => from)).toEqual(["2026-01-01", "2026-04-03", "2026-07-04", "2026-10-04"]);
  expect(asked.map(({ openMinor }) => openMinor)).toEqual([undefined, 100, 120, 120]);
  expect(asked.at(-1)?.to).toBe("2026-12-31");
});

test("takes from names what a spreadsheet would run", async () => {
  const { rollup } = rollupOf([], 0);
  const [, line] = await linesOf(rollup, "2026-11-21", "2026-11-21", "=cmd|' /C calc'!A0");
  expect(line).toMatch(/^2026-11-21,'=cmd/);
});
