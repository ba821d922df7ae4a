import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
beforeAll(async () => {
  world = await createLedgerWorld();
});
afterAll(() => world.close());

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const file = fileURLToPath(new URL("../../../scripts/rules-approval.ts", import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, DATABASE_URL: world.testDatabase.appUrl },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out: out.trim(), err };
}
const ofProgram = (...rest: string[]) => run("--program", String(world.programId), ...rest);

describe("npm run rules:approval", () => {
  it("sets the threshold, keeps who did, and says it", async () => {
    expect((await ofProgram()).out).toBe("No version needs a second person.");
    const sentence =
      "A version needs a second person when it gives more than 2.500000 per USD or more than 500 at once.";
    expect((await ofProgram("--rate", "2.5", "--credits", "500", "--by", "Ada")).out).toBe(sentence);
    expect((await ofProgram()).out).toBe(sentence);
    expect((await ofProgram("--rate", "none", "--by", "Bob")).out).toBe(
      "A version needs a second person when it gives more than 500 at once.",
    );
    expect(
      await world.database.pool.query(
        "SELECT rate_micros, credits, set_by FROM approval_threshold ORDER BY id",
      ),
    ).toEqual([
      { rate_micros: 2_500_000, credits: 500, set_by: "Ada" },
      { rate_micros: null, credits: 500, set_by: "Bob" },
    ]);
  });

  it.each([
    ["a word", ["--rate", "much"], '--rate takes an amount or "none"'],
    ["less than nothing", ["--credits=-5"], '--credits takes an amount or "none"'],
  ])("says in a sentence what is wrong with %s", async (_title, args, sentence) => {
    const { code, out, err } = await ofProgram(...args);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(sentence);
    expect(err).not.toContain("    at ");
  });

  it("knows no program that does not exist", async () => {
    expect((await run("--program", "999999", "--rate", "1")).err).toContain("There is no program 999999");
  });
});
