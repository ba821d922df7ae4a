import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createCheckpointFolder } from "#adapters/system/checkpoint-file";
import type { CheckpointHead } from "#core/proof";

import { openCheckpointFile } from "../../../scripts/ledger/checkpoint-file.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "checkpoints-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hash = (value: number) => value.toString(16).padStart(64, "0");
const checkpoint = (accounts: number) => ({
  programId: 3,
  number: 8,
  takenAt: "2026-11-21T02:00:10.000Z",
  accounts,
  entries: 2 * accounts,
  root: hash(99),
});

async function* headsOf(accounts: number): AsyncGenerator<CheckpointHead> {
  for (let accountId = 1; accountId <= accounts; accountId += 1) {
    yield await Promise.resolve({
      accountId,
      entryCount: 2,
      headHash: hash(accountId),
      keyCount: 2,
      keyHash: hash(accountId + 1),
    });
  }
}

async function all(heads: AsyncIterable<CheckpointHead>): Promise<CheckpointHead[]> {
  const list: CheckpointHead[] = [];
  for await (const head of heads) list.push(head);
  return list;
}

test.each([0, 1, 2_500])(
  "writes a checkpoint of %i accounts that is read again as it was",
  async (accounts) => {
    await createCheckpointFolder(folder)({ checkpoint: checkpoint(accounts), heads: headsOf(accounts) });

    expect(readdirSync(folder)).toEqual(["program-3-checkpoint-8.json"]);
    const copy = await openCheckpointFile(path.join(folder, "program-3-checkpoint-8.json"));
    expect(copy.checkpoint).toEqual(checkpoint(accounts));
    expect(await all(copy.heads)).toEqual(await all(headsOf(accounts)));
  },
);

test("leaves nothing behind when it cannot be finished", async () => {
  async function* broken(): AsyncGenerator<CheckpointHead> {
    yield* headsOf(2);
    throw new Error("the database is gone");
  }
  const write = createCheckpointFolder(folder);

  await expect(write({ checkpoint: checkpoint(3), heads: broken() })).rejects.toThrow("the database is gone");

  expect(readdirSync(folder)).toEqual([]);
});

test("does not make up a folder that is not there", async () => {
  const write = createCheckpointFolder(path.join(folder, "not-mounted"));
  await expect(write({ checkpoint: checkpoint(0), heads: headsOf(0) })).rejects.toMatchObject({
    code: "ENOENT",
  });
});
