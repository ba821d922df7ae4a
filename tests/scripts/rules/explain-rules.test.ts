import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createPeopleWorld } from "../../support/people-world.ts";
import type { PeopleWorld } from "../../support/people-world.ts";
import { orderBody } from "../../adapters/shopify/bodies.ts";

let world: PeopleWorld;
let memberId: number;

beforeAll(async () => {
  world = await createPeopleWorld();
  await world.tellOrder(orderBody({ id: 501 }));
  ({ memberId } = await world.accountOf(7));
});
afterAll(() => world.close());

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const file = fileURLToPath(new URL("../../../scripts/rules-explain.ts", import.meta.url));
  const child = spawn(process.execPath, [file, "--program", String(world.programId), ...args], {
    env: { ...process.env, DATABASE_URL: world.testDatabase.appUrl },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

describe("npm run rules:explain", () => {
  it("says as JSON how a member's balance came about", async () => {
    const { code, out } = await run("--member", String(memberId));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      balance: { availableMinor: 50, pendingMinor: 0, heldMinor: 0 },
      unexplained: { availableMinor: 0, pendingMinor: 0, heldMinor: 0 },
      steps: [{ seq: 1, kind: "earn", ruleVersion: 1, change: { availableMinor: 50 } }],
    });
  });

  it("says as JSON why an order earns what it earns", async () => {
    const { code, out } = await run("--shop", String(world.shopId), "--order", "501");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ creditedMinor: 50, evaluation: { reason: "earned" } });
  });

  it.each([
    ["neither of both", [], "Give either --member"],
    ["both", ["--member", "1", "--shop", "1", "--order", "1"], "Give either --member"],
    ["a word for a number", ["--member", "ada"], "--member takes a number"],
    ["what is not there", ["--member", "999999"], "has nothing of that number"],
  ])("says in a sentence what is wrong with %s", async (_title, args, sentence) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(sentence);
    expect(err).not.toContain("    at ");
  });
});
