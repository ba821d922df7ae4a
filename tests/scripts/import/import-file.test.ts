import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { ImportOpeningsResult } from "#usecases/import-openings";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createOpeningsWorld } from "./openings-world.ts";

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}.csv`, import.meta.url));
const HEADER = "customer_id,email,amount,earned_at,expires_at,available_from,note\n";

let world: Awaited<ReturnType<typeof createOpeningsWorld>>;
beforeEach(async () => {
  world = await createOpeningsWorld();
});
afterEach(() => world.close());

function rowsOf(result: ImportOpeningsResult) {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.counts.rows;
}

const none = { opened: 0, unchanged: 0, waiting: 0, nothing: 0, refused: 0 };

describe("an import", () => {
  it("opens a plain file's lots with their dates, and keeps what nobody owns yet", async () => {
    await world.tellCustomer("900", "known@example.com");
    const result = await world.importFile(fixture("plain"));
    expect(rowsOf(result)).toEqual({ ...none, opened: 4, waiting: 1 });
    expect(result).toMatchObject({ counts: { openedMinor: 870 } });
    expect(await world.balances()).toEqual({ 900: [40, 0], 1001: [750, 0], 1002: [0, 80] });
    const lots = await world.database.pool.query(
      "SELECT amount, expires_at, available_from FROM lot WHERE program_id = ? AND expires_at IS NOT NULL ORDER BY amount",
      [world.programId],
    );
    expect(lots).toEqual([
      { amount: 250, expires_at: new Date("2027-03-02"), available_from: new Date("2026-03-01") },
      { amount: 500, expires_at: new Date("2027-01-16"), available_from: new Date("2026-01-15") },
    ]);
    const notes = await world.database.pool.query("SELECT note FROM entry_note WHERE program_id = ?", [
      world.programId,
    ]);
    expect(notes).toHaveLength(2);
  });

  it.each([
    ["smile", { opened: 1, waiting: 1, nothing: 1 }, { 900: [52_620, 0] }],
    ["loyaltylion", { opened: 2, refused: 1 }, { 900: [0, 0], 2001: [700, 0], 2002: [60, 0] }],
    ["yotpo", { opened: 1, waiting: 1 }, { 900: [300, 0] }],
    ["rivo", { opened: 1, waiting: 1 }, { 900: [120, 0] }],
  ] as const)("reads the export of %s", async (format, rows, balances) => {
    await world.tellCustomer("900", "known@example.com");
    expect(rowsOf(await world.importFile(fixture(format), { format }))).toEqual({ ...none, ...rows });
    expect(await world.balances()).toEqual(balances);
  });

  it("changes nothing the second time", async () => {
    await world.tellCustomer("900", "known@example.com");
    await world.importFile(fixture("plain"));
    const before = await world.end();
    expect(rowsOf(await world.importFile(fixture("plain")))).toEqual({ ...none, unchanged: 4, waiting: 1 });
    expect(await world.end()).toEqual(before);
  });

  it("opens as many lots as there are rows that say the same", async () => {
    const file = world.write("same.csv", `${HEADER}${"7,,10,2026-01-01,,,\n".repeat(3)}`);
    await world.importFile(file);
    await world.importFile(file);
    expect(await world.balances()).toEqual({ 7: [30, 0] });
  });

  it("changes nothing on a dry run and tells what would happen", async () => {
    const before = await world.end();
    const result = await world.importFile(fixture("plain"), { dryRun: true });
    expect(rowsOf(result)).toEqual({ ...none, opened: 3, waiting: 2 });
    expect(await world.end()).toEqual(before);
  });

  it("opens the good rows of a file with bad ones, and lists those with line and reason", async () => {
    const file = world.write(
      "mixed.csv",
      `${HEADER}1,,100,,,,\n\n2,,-5,,,,\n3,,1.5,,,,\n,,10,,,,\n4,,10,soon,,,\n5,,10,,2026-01-01,,\n=6,,10,,,,\n7,,0,,,,\n8,,20,,,,"two\nlines"\n9,,x,,,,\n10,,5\n`,
    );
    expect(rowsOf(await world.importFile(file))).toEqual({ ...none, opened: 3, nothing: 1, refused: 7 });
    expect(await world.balances()).toMatchObject({ 1: [100, 0], 8: [20, 0], 10: [5, 0] });
    expect(readFileSync(path.join(world.folder, "result.csv"), "utf8").split("\n")).toEqual([
      "line,customer,outcome,reason",
      "4,2,refused,amount_is_negative",
      "5,3,refused,amount_malformed",
      "6,,refused,customer_missing",
      "7,4,refused,earned_at_malformed",
      "8,5,refused,expired",
      "9,'=6,refused,customer_id_malformed",
      "13,9,refused,amount_malformed",
      "",
    ]);
  });

  it("refuses a whole file that names no columns, is empty, or is for a shop nobody knows", async () => {
    const wrong = world.write("wrong.csv", "name,points\nAnn,5\n");
    const refusal = { ok: false, refusal: { code: "column_missing", expected: ["customer id", "email"] } };
    expect(await world.importFile(wrong)).toMatchObject(refusal);
    const empty = world.write("empty.csv", "\n\n");
    expect(await world.importFile(empty)).toMatchObject({ refusal: { code: "file_empty" } });
    const elsewhere = { shopDomain: "other.myshopify.com" };
    expect(await world.importFile(wrong, elsewhere)).toMatchObject({ refusal: { code: "shop_unknown" } });
  });
});

describe("another file for the same customers", () => {
  const first = `${HEADER}1,,100,2026-01-01,,,\n2,,oops,,,,\n3,,5,2026-01-01,,,\n3,,6,2026-02-01,,,x\n`;

  it("leaves alone who was opened by other rows, and opens who was not", async () => {
    await world.importFile(world.write("first.csv", first));
    const other = world.write("other.csv", `${HEADER}1,,150,2026-01-01,,,\n2,,70,,,,\n`);
    expect(rowsOf(await world.importFile(other))).toEqual({ ...none, opened: 1, refused: 1 });
    expect(await world.balances()).toEqual({ 1: [100, 0], 2: [70, 0], 3: [11, 0] });
  });

  it("completes a customer's lots when it holds the earlier ones too, wherever they stand", async () => {
    await world.importFile(world.write("first.csv", first));
    const corrected = `${HEADER}3,,7,2026-03-01,,,\n${"8,,1,,,,\n".repeat(1_200)}2,,70,,,,\n3,,6,2026-02-01,,,y\n3,,5,2026-01-01,,,\n1,,100,2026-01-01,,,\n`;
    const result = rowsOf(await world.importFile(world.write("corrected.csv", corrected)));
    expect(result).toEqual({ ...none, opened: 1_202, unchanged: 3 });
    expect(await world.balances()).toEqual({ 1: [100, 0], 2: [70, 0], 3: [18, 0], 8: [1_200, 0] });
  });

  it("adds in mode add, and rows that say the same only under another source", async () => {
    await world.importFile(world.write("first.csv", first));
    const more = world.write("more.csv", `${HEADER}1,,100,2026-01-01,,,\n1,,9,2026-05-05,,,\n`);
    expect(rowsOf(await world.importFile(more, { mode: "add" }))).toMatchObject({ opened: 1, unchanged: 1 });
    expect(rowsOf(await world.importFile(more, { mode: "add", source: "june" }))).toMatchObject({
      opened: 2,
    });
    expect(await world.balances()).toMatchObject({ 1: [218, 0] });
  });

  it("does not match an email by what a database holds for the same letters", async () => {
    await world.tellCustomer("900", "josé@example.com");
    const file = world.write("accents.csv", `${HEADER},jose@example.com,10,,,,\n,JOSÉ@example.com,20,,,,\n`);
    expect(rowsOf(await world.importFile(file))).toMatchObject({ opened: 1, waiting: 1 });
    expect(await world.balances()).toEqual({ 900: [20, 0] });
  });

  it("refuses a row whose email several members have", async () => {
    await world.tellCustomer("900", "shared@example.com");
    await world.tellCustomer("901", "shared@example.com");
    const file = world.write("shared.csv", `${HEADER},shared@example.com,10,,,,\n`);
    expect(await world.importFile(file)).toMatchObject({ counts: { reasons: { email_ambiguous: 1 } } });
  });
});
