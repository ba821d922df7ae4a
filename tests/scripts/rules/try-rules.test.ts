import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMysqlOrders } from "#adapters/mysql/orders";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";

import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";
import { addSimpleRule } from "../../support/simple-rule.ts";
import { orderBody } from "../../adapters/shopify/bodies.ts";

let world: LedgerWorld;
let folder: string;

const draft = {
  schema: 1,
  currency: "USD",
  timeZone: "UTC",
  rules: [{ id: "every-order", name: "Every order", earns: { creditsPerUnitMicros: 2_000_000 } }],
};

beforeAll(async () => {
  world = await createLedgerWorld();
  await addSimpleRule(world.database, world.programId);
  const accountId = await world.addAccount(7);
  const read = shopifyWebhookPayloads.readOrder(JSON.stringify(orderBody({ id: 501 })));
  if (!read.ok) throw new Error("the order could not be read");
  const key = { programId: world.programId, shopId: world.shopId, orderId: "501" };
  await createMysqlOrders(world.database).merge(key, read.value.news, accountId);
  folder = mkdtempSync(path.join(tmpdir(), "rules-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

function write(content: unknown): string {
  const file = path.join(folder, "draft.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const file = fileURLToPath(new URL("../../../scripts/rules-try.ts", import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: world.testDatabase.appUrl,
    } as unknown as NodeJS.ProcessEnv,
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, err };
}

const ofProgram = (...rest: string[]) => run("--program", String(world.programId), ...rest);

describe("npm run rules:try", () => {
  it("says as JSON what a draft would have given", async () => {
    const { code, out } = await ofProgram("--draft", write(draft));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      orders: 1,
      live: { totalMinor: 50, earning: 1 },
      draft: { totalMinor: 100, earning: 1 },
      rules: [{ ruleId: "every-order", liveMinor: 50, draftMinor: 100 }],
      winners: { members: 1 },
      losers: { members: 0, first: [] },
    });
  });

  it("looks at whole days from the first to the last", async () => {
    const days = (from: string, to: string) => ofProgram("--draft", write(draft), "--from", from, "--to", to);
    expect(JSON.parse((await days("2026-11-10", "2026-11-10")).out)).toMatchObject({ orders: 1 });
    expect(JSON.parse((await days("2026-11-11", "2026-11-30")).out)).toMatchObject({ orders: 0 });
  });

  it.each<[string, () => string[], string]>([
    ["a field that is wrong", () => ["--draft", write({ ...draft, overlap: "most" })], "overlap: "],
    ["no JSON", () => ["--draft", write("{")], "is no JSON"],
    ["no file", () => ["--draft", path.join(folder, "missing.json")], "cannot be read (ENOENT)"],
    ["no draft", () => [], "--draft takes"],
    ["a day that is none", () => ["--draft", write(draft), "--from", "soon"], "--from takes a day"],
    [
      "a zone that nobody knows",
      () => ["--draft", write({ ...draft, timeZone: "Mars/Olympus" })],
      "Mars/Olympus",
    ],
  ])("says in a sentence what is wrong with %s", async (_title, args, sentence) => {
    const { code, out, err } = await ofProgram(...args());
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(sentence);
    expect(err).not.toContain("    at ");
  });

  it("knows no program that does not exist", async () => {
    const { code, err } = await run("--program", "999999", "--draft", write(draft));
    expect(code).toBe(1);
    expect(err).toContain("There is no program 999999");
  });
});
