import { createMysqlLedgerReading } from "#adapters/mysql/ledger-reading/reading";
import { createMysqlRollup } from "#adapters/mysql/ledger-reading/rollup";
import { rollForwardHeadings, rollForwardLineWords } from "#components/words/liability-words";
import type { StatementLine } from "#core/reading";
import { parseDecimal } from "#core/units";
import { exportRollForward } from "#usecases/export-roll-forward";
import type { RollForwardScope } from "#usecases/ports/ledger-reading";
import { rebuildRollup, rollUpLedger } from "#usecases/roll-up-ledger";
import { verifyLedger } from "#usecases/verify-ledger";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createClockedLedger } from "../../../support/clocked-ledger.ts";
import type { ClockedLedger } from "../../../support/clocked-ledger.ts";
import { seededRandom } from "../../../support/ledger-mutations.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";
import { FIRST_DAY, LAST_DAY, postYear } from "../../../support/synthetic-year.ts";

interface Change {
  readonly account_id: number;
  readonly booked_at: Date;
  readonly effective_at: Date;
  readonly book: string;
  readonly amount: number;
}

let world: LedgerWorld;
let ledger: ClockedLedger;
let accountIds: number[];
let shopIds: number[];
let changes: Change[];
const signal = new AbortController().signal;

beforeAll(async () => {
  world = await createLedgerWorld();
  ledger = createClockedLedger(world);
  accountIds = [await world.addAccount(1), await world.addAccount(2), await world.addAccount(3)];
  const { insertId } = await world.database.pool.query(
    `INSERT INTO shop (program_id, domain, name, currency, state, installed_at)
     VALUES (?, 'euro.myshopify.com', 'Euro', 'EUR', 'installed', UTC_TIMESTAMP(3))`,
    [world.programId],
  );
  shopIds = [world.shopId, insertId];
  await postYear(ledger, { programId: world.programId, accountIds, shopIds });
  changes = await world.database.pool.query(
    `SELECT e.account_id, e.booked_at, e.effective_at, p.book, p.amount FROM entry e
     JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
     WHERE e.program_id = ?`,
    [world.programId],
  );
}, 120_000);
afterAll(async () => {
  await ledger.close();
  await world.close();
});

const rollup = () => createMysqlRollup(world.database);
const reading = () => createMysqlLedgerReading(world.database);
const rollUp = () => rollUpLedger({ rollup: rollup() }, { programId: world.programId, signal });
const rollupRows = () =>
  world.database.pool.query(
    "SELECT * FROM rollup_day WHERE program_id = ? ORDER BY day, shop_id, kind, book",
    [world.programId],
  );
const period = { from: FIRST_DAY, to: LAST_DAY };

/** The journal folded from nothing, as far as it was booked, or took effect, by an instant. */
function fold(accountId: number, at: Date, axis: "booked_at" | "effective_at") {
  const sum = (book: string) =>
    changes
      .filter((each) => each.account_id === accountId && each.book === book && each[axis] <= at)
      .reduce((total, each) => total + each.amount, 0);
  return { availableMinor: sum("available"), pendingMinor: sum("pending"), heldMinor: sum("held") };
}

async function compareAt1000Instants(seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let trial = 0; trial < 1_000; trial += 1) {
    const change = changes[Math.floor(random() * changes.length)];
    const accountId = accountIds[Math.floor(random() * accountIds.length)] ?? 0;
    // Half of the instants are those of entries, or a millisecond beside them.
    const near = (change?.effective_at.getTime() ?? 0) + Math.floor(random() * 3) - 1;
    const anywhere = Date.parse(FIRST_DAY) - 40 * 864e5 + random() * 440 * 864e5;
    const at = new Date(random() < 0.5 ? near : anywhere);
    const ask = (axis: "booked" | "effective") =>
      reading().balanceAsOf(world.programId, accountId, at.toISOString(), axis);
    expect(await ask("booked"), at.toISOString()).toEqual(fold(accountId, at, "booked_at"));
    expect(await ask("effective"), at.toISOString()).toEqual(fold(accountId, at, "effective_at"));
  }
}

describe("a year of entries", () => {
  it(
    "is as of 1,000 random instants what the journal up to them adds up to, before any roll-up",
    () => compareAt1000Instants(1),
    60_000,
  );

  it("says so too when a part of it, or all of it, is in snapshots", async () => {
    await rollup().catchUp(world.programId, 700, null);
    await compareAt1000Instants(2);
    await rollUp();
    await compareAt1000Instants(3);
  }, 120_000);

  it("closes each day to a difference of zero, for the program, for each shop and for each currency", async () => {
    await rollUp();
    const { programId } = world;
    const scopes = [
      ...[{ programId }, { programId, shopId: 0 }, { programId, currency: "EUR" }],
      ...[{ programId, currency: "USD" }, ...shopIds.map((shopId) => ({ programId, shopId }))],
    ];
    const closes = new Map<object, number>();
    for (const scope of scopes) {
      const days = await rollup().rollForward(scope, period);
      expect(days).toHaveLength(365);
      expect(days.filter((day) => day.differenceMinor !== 0)).toEqual([]);
      expect(days.every((day, index) => index === 0 || day.openMinor === days[index - 1]?.closeMinor)).toBe(
        true,
      );
      closes.set(scope, days.at(-1)?.closeMinor ?? 0);
    }
    const [total, none, euro, dollar, first, second] = [...closes.values()];
    expect(none ?? 0).toBe((total ?? 0) - (first ?? 0) - (second ?? 0));
    expect((euro ?? 0) + (dollar ?? 0)).toBe(total);
  });

  it("owes at its end what the accounts hold", async () => {
    await rollUp();
    const [held] = await world.database.pool.query(
      "SELECT SUM(available + pending + held) AS total FROM account WHERE program_id = ?",
      [world.programId],
    );
    const liability = await rollup().liability(world.programId, LAST_DAY);
    expect(liability.reduce((sum, shop) => sum + shop.liabilityMinor, 0)).toBe(Number(held.total));
    expect(liability.map((shop) => shop.currency)).toEqual(["USD", "USD", "EUR"]);
  });

  it("has the same roll-up when it is built from nothing, by several at once", async () => {
    await rollUp();
    const before = await rollupRows();
    await rebuildRollup({ rollup: rollup() }, { programId: world.programId, signal });
    expect(await rollupRows()).toEqual(before);
    await rollup().forget(world.programId);
    await Promise.all([rollUp(), rollUp(), rollUp()]);
    expect(await rollupRows()).toEqual(before);
    expect(await rollUp()).toBe(0);
  });

  it("is listed page by page without a gap, each line with what it changed and what stood after it", async () => {
    const accountId = accountIds[0] ?? 0;
    const lines: StatementLine[] = [];
    for (let beforeSeq: number | null = null; ;) {
      const page = await reading().statement(world.programId, accountId, { beforeSeq, limit: 50 });
      lines.push(...page.lines);
      beforeSeq = page.nextBeforeSeq;
      if (beforeSeq === null) break;
    }
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => lines.length - index));
    const sum = (name: "availableMinor" | "pendingMinor" | "heldMinor") =>
      lines.reduce((total, line) => total + line.change[name], 0);
    const added = {
      availableMinor: sum("availableMinor"),
      pendingMinor: sum("pendingMinor"),
      heldMinor: sum("heldMinor"),
    };
    expect(lines[0]?.balance).toEqual(added);
    expect(await reading().balanceNow(world.programId, accountId)).toEqual(added);
  });

  it("holds when it is verified, with totals as of an instant", async () => {
    const asOf = "2027-06-30T23:59:59.999Z";
    const result = await verifyLedger(proofPorts(world.database), { programId: world.programId, asOf });
    expect(result).toMatchObject({ ok: true, finding: null });
    const folds = accountIds.map((accountId) => fold(accountId, new Date(asOf), "booked_at"));
    expect(result.availableMinor).toBe(folds.reduce((sum, each) => sum + each.availableMinor, 0));
    expect(result.heldMinor).toBe(folds.reduce((sum, each) => sum + each.heldMinor, 0));
  });
});

describe("the export of a year's roll-forward", () => {
  const BUCKETS = ["available", "pending", "held"];
  const HEADINGS = Object.values(rollForwardHeadings);

  /** The file's rows by heading; amounts in minor units of two decimal places. */
  async function exported(
    scope: Omit<RollForwardScope, "programId"> = {},
  ): Promise<Record<string, string>[]> {
    await rollUp();
    let text = "";
    const lines = exportRollForward(
      { rollup: rollup() },
      {
        scope: { programId: world.programId, ...scope },
        period,
        scale: 2,
        labels: { shop: "All", currency: "", unit: "credits" },
        headings: rollForwardHeadings,
      },
    );
    for await (const line of lines) text += line;
    return parse(text, { columns: true, bom: true, cast: (value) => value });
  }
  const minor = (row: Record<string, string> | undefined, name: string): number => {
    const value = parseDecimal(row?.[name] ?? "", 2);
    if (value === null) throw new Error(`${name} is no decimal: ${row?.[name]}`);
    return value;
  };
  const lineNames = Object.values(rollForwardLineWords);
  const dayOf = (change: Change): string => change.booked_at.toISOString().slice(0, 10);

  it("closes each day to zero, and opens it with what the day before closed with", async () => {
    for (const scope of [{}, { shopId: shopIds[0] ?? 0 }, { shopId: 0 }, { currency: "EUR" }]) {
      const rows = await exported(scope);
      expect(rows).toHaveLength(365);
      let before = 0;
      for (const row of rows) {
        const between = lineNames.reduce((sum, name) => sum + minor(row, name), 0);
        expect(minor(row, "Open")).toBe(before);
        expect(minor(row, "Open") + between).toBe(minor(row, "Close"));
        expect(minor(row, "Difference")).toBe(0);
        before = minor(row, "Close");
      }
    }
  });

  it("equals the journal, added up posting by posting", async () => {
    const rows = await exported();
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(HEADINGS.toSorted());
    for (const row of rows) {
      const day = row["Day (UTC)"] ?? "";
      const sum = (which: (change: Change) => boolean) =>
        changes.filter(which).reduce((total, { amount }) => total + amount, 0);
      const ofDay = (book: string, sign: 1 | -1) =>
        0 - sum((each) => dayOf(each) === day && each.book === book && Math.sign(each.amount) === sign);
      expect(minor(row, "Close")).toBe(sum((each) => BUCKETS.includes(each.book) && dayOf(each) <= day));
      expect(minor(row, "Earned")).toBe(ofDay("issued", -1));
      expect(minor(row, "Taken back")).toBe(ofDay("issued", 1));
      expect(minor(row, "Spent")).toBe(ofDay("redeemed", 1));
      expect(minor(row, "Given back")).toBe(ofDay("redeemed", -1));
      for (const [name, book] of [
        ["Expired", "expired"],
        ["Adjusted", "adjusted"],
        ["Opening balances", "opening"],
        ["Moved in Exigo", "exigo"],
        ["Between accounts", "transferred"],
        ["Debt written off", "debtWrittenOff"],
      ] as const) {
        expect(minor(row, name)).toBe(ofDay(book, 1) + ofDay(book, -1));
      }
    }
    const moved = ["Earned", "Taken back", "Spent", "Expired"].map((name) =>
      rows.some((row) => minor(row, name) !== 0),
    );
    expect(moved).toEqual([true, true, true, true]);
  });
});

describe("a roll-up", () => {
  it("says how far it has come, and takes in what came later", async () => {
    await rollup().forget(world.programId);
    expect(await rollup().progress(world.programId)).toMatchObject({ completeTo: null, lagMs: null });
    await rollUp();
    const { lagMs } = await rollup().progress(world.programId);
    expect(lagMs).toBeGreaterThanOrEqual(10_000);
    expect(lagMs).toBeLessThan(60_000);
  });

  it("puts more snapshots into a day of very many entries", async () => {
    const accountId = await world.addAccount(77);
    const at = (index: number) => new Date(Date.parse("2028-02-02T10:00:00.000Z") + index * 7).toISOString();
    ledger.setClock("2028-02-02T12:00:00.000Z");
    for (let batch = 0; batch < 4; batch += 1) {
      await ledger.post(
        world.programId,
        Array.from({ length: 800 }, (_, index) => ({
          kind: "adjust",
          key: `many/${batch}/${index}`,
          accountId,
          amountMinor: 1,
          expiresAt: null,
          effectiveAt: at((index * 4 + batch) * 3),
          cause: { kind: "system", ref: "test" },
          reasonCode: "test",
        })),
      );
    }
    await rollUp();
    const [{ most }] = await world.database.pool.query(
      `SELECT MAX(entries - before_that) AS most FROM (
         SELECT entries, COALESCE(LAG(entries) OVER (ORDER BY before_at), 0) AS before_that FROM balance_snapshot
         WHERE program_id = ? AND account_id = ?) steps`,
      [world.programId, accountId],
    );
    expect(Number(most)).toBeLessThanOrEqual(200);
    const ask = (instant: string) => reading().balanceAsOf(world.programId, accountId, instant, "effective");
    expect(await ask(at(-1))).toMatchObject({ availableMinor: 0 });
    for (const count of [1, 499, 500, 501, 1_700, 3_200]) {
      expect(await ask(at((count - 1) * 3))).toMatchObject({ availableMinor: count });
    }
  }, 60_000);
});
