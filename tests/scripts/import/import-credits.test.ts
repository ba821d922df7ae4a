import { readFileSync } from "node:fs";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it, test } from "vitest";

import { createProgress } from "../../../scripts/import/progress.ts";
import { readOptions } from "../../../scripts/import/options.ts";
import { startImport } from "../../support/import-run.ts";
import { createOpeningsWorld, SHOP } from "./openings-world.ts";

type World = Awaited<ReturnType<typeof createOpeningsWorld>>;

const ROWS = 6_000;
const HEADER = "customer_id,email,amount,earned_at,expires_at,available_from,note\n";
/** Two lots for most customers, some bad rows, some unknown emails, some rows that say the same. */
const FILE = Array.from({ length: ROWS }, (_, index) => {
  if (index % 97 === 0) return `,nobody${index % 5}@example.com,${index + 1},2026-01-01,,,\n`;
  if (index % 101 === 0) return `x${index},,5,,,,\n`;
  return `${1 + (index % 4_000)},,${1 + (index % 3)},2026-01-${String(1 + (index % 2)).padStart(2, "0")},2099-01-01,,\n`;
}).join("");

let worlds: World[] = [];
beforeEach(() => {
  worlds = [];
});
afterEach(() => Promise.all(worlds.map((world) => world.close())));

async function newWorld(): Promise<World> {
  const world = await createOpeningsWorld();
  worlds.push(world);
  return world;
}

function start(world: World, name: string, text: string) {
  const file = world.write(name, text);
  return startImport(world.testDatabase.appUrl, ["--shop", SHOP, "--format", "plain", file]);
}

const opened = async (world: World): Promise<number> => {
  const [row] = await world.database.pool.query("SELECT COUNT(*) AS n FROM entry WHERE program_id = ?", [
    world.programId,
  ]);
  return row.n;
};

test("an import killed at any row and run again ends where one clean run ends", async () => {
  const clean = await newWorld();
  await clean.importFile(clean.write("file.csv", `${HEADER}${FILE}`));
  const killed = await newWorld();
  for (let kill = 1; kill <= 3; kill += 1) {
    const run = start(killed, "file.csv", `${HEADER}${FILE}`);
    const wanted = (ROWS / 4) * kill * Math.random();
    while (run.child.exitCode === null && run.child.signalCode === null) {
      if ((await opened(killed)) > wanted) run.child.kill("SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { signal } = await run.ended;
    if (kill === 1) expect(signal).toBe("SIGKILL");
  }
  const last = await start(killed, "file.csv", `${HEADER}${FILE}`).ended;
  expect(last.printed).toContain(" refused\n");
  expect(await killed.end()).toEqual(await clean.end());
  const summary = JSON.parse(readFileSync(path.join(killed.folder, "file.summary.json"), "utf8"));
  const rows: Record<string, number> = summary.rows;
  expect(Object.values(rows).reduce((sum, count) => sum + count, 0)).toBe(ROWS);
});

describe("the command", () => {
  it("prints how far it is, what it did, and where the rest is listed; a refused row is exit code 1", async () => {
    const world = await newWorld();
    const good = await start(world, "good.csv", `${HEADER}1,,100,,,,\n`).ended;
    expect(good.code).toBe(0);
    expect(good.printed).toMatch(
      /^100 % · 1 rows · \d+ rows\/s · 0 s left\n {2}1 rows opened, 100 credits\n/,
    );
    const bad = await start(world, "bad.csv", `${HEADER}2,,100,,,,\n3,,x,,,,\n`).ended;
    expect(bad.code).toBe(1);
    expect(bad.printed).toContain("1 × amount_malformed");
    expect(readFileSync(path.join(world.folder, "bad.result.csv"), "utf8")).toContain(
      "3,3,refused,amount_malformed",
    );
  });

  it("says in a sentence what is wrong with a file", async () => {
    const world = await newWorld();
    const run = await start(world, "wrong.csv", "name\nAnn\n").ended;
    expect(run.code).toBe(1);
    expect(run.printed).toContain("is no plain file: it has none of the columns customer id, email");
  });

  it("knows its words", () => {
    const formats = ["plain", "smile"];
    expect(readOptions(["--shop", "a", "--format", "smile", "dir/x.csv"], formats)).toEqual({
      shopDomain: "a",
      format: "smile",
      source: "smile",
      mode: "skip",
      dryRun: false,
      path: "dir/x.csv",
      resultPath: "dir/x.result.csv",
      summaryPath: "dir/x.summary.json",
    });
    expect(() => readOptions(["--shop", "a", "--format", "xml", "x"], formats)).toThrow("--format is one of");
    expect(() => readOptions(["--shop", "a", "--format", "plain"], formats)).toThrow("Name one file");
    expect(() => readOptions(["--format", "plain", "x"], formats)).toThrow("Name the shop");
    expect(() => readOptions(["--what"], formats)).toThrow("Usage");
    expect(() => readOptions(["--shop", "a", "--format", "plain", "--source", "A b", "x"], formats)).toThrow(
      "--source",
    );
  });
});

describe("progress", () => {
  const at = (rows: number) => ({ rows, bytesRead: rows, totalBytes: 200 });

  it("is a bar that is drawn anew on a terminal", () => {
    let now = 0;
    const written: string[] = [];
    const progress = createProgress({ isTTY: true, write: (text) => written.push(text) }, () => now);
    for (now = 0; now <= 200; now += 50) progress.show(at(now));
    now = 1_000;
    progress.show(at(200));
    progress.end();
    expect(written).toEqual([
      `\r\u001B[K[${"░".repeat(30)}] 0 % · 0 rows · 0 rows/s · 0 s left`,
      expect.stringContaining(`[${"█".repeat(15)}${"░".repeat(15)}] 50 % · 100 rows`),
      expect.stringContaining("100 % · 200 rows"),
      expect.stringContaining("100 % · 200 rows · 200 rows/s"),
      "\n",
    ]);
  });

  it("is plain lines, few of them, elsewhere", () => {
    let now = 0;
    const written: string[] = [];
    const progress = createProgress({ write: (text) => written.push(text) }, () => now);
    for (now = 0; now <= 12_000; now += 100) progress.show(at(now / 60));
    progress.end();
    expect(written).toHaveLength(4);
    expect(written.at(-1)).toBe("100 % · 200 rows · 17 rows/s · 0 s left\n");
  });
});
