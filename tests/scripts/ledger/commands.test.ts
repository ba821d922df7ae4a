import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createConnection } from "mariadb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createProgressBar } from "../../../scripts/ledger/progress-bar.ts";
import { parseDatabaseUrl } from "../../../scripts/migrate/database-address.mjs";
import { adjust } from "../../core/ledger/commands.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
let folder: string;
let accountId: number;

beforeAll(async () => {
  world = await createLedgerWorld();
  accountId = await world.addAccount(1);
  await createMysqlLedger(world.database).post(world.programId, [
    adjust("a", 1_500, { accountId }),
    adjust("b", -500, { accountId }),
  ]);
  folder = mkdtempSync(path.join(tmpdir(), "checkpoints-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

async function run(
  script: string,
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const file = fileURLToPath(new URL(`../../../scripts/${script}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: world.testDatabase.appUrl,
    } as unknown as NodeJS.ProcessEnv,
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, err };
}

async function asOwner(sql: string): Promise<void> {
  const { ssl: _, ...address } = parseDatabaseUrl(
    world.testDatabase.migrateUrl,
    "TEST_MIGRATION_DATABASE_URL",
  );
  const owner = await createConnection({ ...address, allowPublicKeyRetrieval: true });
  await owner.query(sql);
  await owner.end();
}

describe("npm run ledger:verify", () => {
  it("ends with 0 and says what members hold", async () => {
    const { code, out, err } = await run("ledger-verify");
    expect(err).toBe("");
    expect(out).toMatch(/Program 1: 1 accounts, 2 entries/);
    expect(out).toMatch(/Members hold 1,000 available, 0 pending, 0 held/);
    expect(out).toMatch(/Everything holds/);
    expect(code).toBe(0);
  });

  it("says what members held as of an instant", async () => {
    const { out } = await run("ledger-verify", "--program", "1", "--as-of", "2020-01-01");
    expect(out).toMatch(/As of 2020-01-01T23:59:59.999Z members held 0 available/);
  });

  it("takes a checkpoint outside, and proves it later", async () => {
    const file = path.join(folder, "one.json");
    const taken = await run("ledger-checkpoint", "--program", "1", "--out", file);
    expect(taken).toMatchObject({ code: 0, err: "" });
    const copy = JSON.parse(readFileSync(file, "utf8")) as { root: string; heads: unknown[] };
    expect(taken.out).toContain(copy.root);
    expect(copy.heads).toHaveLength(1);
    expect(await run("ledger-verify", "--checkpoint", file)).toMatchObject({ code: 0 });

    const forged = path.join(folder, "forged.json");
    writeFileSync(
      forged,
      readFileSync(file, "utf8").replace(
        /"root":"(.)/,
        (_, first: string) => `"root":"${first === "0" ? 1 : 0}`,
      ),
    );
    const refused = await run("ledger-verify", "--checkpoint", forged);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.out).toMatch(/checkpoint_broken/);
  });

  it("refuses a file that is no checkpoint, a program that is not there, and a time without a zone", async () => {
    const file = path.join(folder, "none.json");
    writeFileSync(file, "{}");
    for (const args of [
      ["--checkpoint", file],
      ["--program", "9"],
      ["--as-of", "2026-01-01T12:00"],
    ]) {
      const { code, err } = await run("ledger-verify", ...args);
      expect(err).toMatch(/^\n[A-Z/-].+\.\n$/i);
      expect(code).toBe(1);
    }
  });

  it("ends with 1 and names account and entry when a row was changed", async () => {
    await asOwner("UPDATE lot SET remaining = remaining + 1 WHERE entry_seq = 1");
    const { code, out } = await run("ledger-verify");
    expect(code).toBe(1);
    expect(out).toContain(
      `DOES NOT HOLD. Account ${accountId}, entry 1: lot_wrong: lot 1/0 says that 1001 remain`,
    );
  });
});

describe("npm run ledger:rollup", () => {
  it("builds the roll-up from nothing", async () => {
    expect(await run("ledger-rollup")).toMatchObject({ code: 0, err: "" });
    const [row] = await world.database.pool.query(
      "SELECT SUM(added) AS added FROM rollup_day WHERE program_id = 1",
    );
    expect(Number(row.added)).toBe(2_000);
  });
});

describe("the progress bar", () => {
  it("is drawn on a terminal only", () => {
    const written: string[] = [];
    const write = (text: string) => written.push(text);
    createProgressBar("Entries", 10, { isTTY: true, write }).update(5);
    expect(written.join("")).toContain("[###############...............] Entries 50%, 5 of 10");
    const plain = createProgressBar("Entries", 10, { write: (text: string) => written.push(text) });
    plain.update(5);
    plain.end();
    expect(written).toHaveLength(1);
  });
});
