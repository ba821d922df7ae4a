import { open, rename, rm } from "node:fs/promises";
import path from "node:path";

import type { CheckpointCopy } from "../../usecases/ports/ledger-proof.ts";

/** Heads written at a time. */
const HEADS_AT_ONCE = 1_000;

/**
 * Writes a checkpoint as JSON, one head per line, so that it can be read again without holding it in memory. The file
 * appears under its name when it is whole and on the disk. Throws the file system's errors.
 */
export async function writeCheckpointFile(target: string, copy: CheckpointCopy): Promise<void> {
  const unfinished = `${target}.unfinished`;
  const file = await open(unfinished, "w");
  try {
    await file.writeFile(inPieces(copy));
    await file.sync();
    await file.close();
    await rename(unfinished, target);
  } catch (failure) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw failure;
  }
}

/** Writes checkpoints into a folder that is there already: one that is not mounted must not be made up. */
export function createCheckpointFolder(folder: string): (copy: CheckpointCopy) => Promise<void> {
  return (copy) => {
    const { programId, number } = copy.checkpoint;
    return writeCheckpointFile(path.join(folder, `program-${programId}-checkpoint-${number}.json`), copy);
  };
}

async function* inPieces({ checkpoint, heads }: CheckpointCopy): AsyncGenerator<string> {
  const { programId, number, takenAt, accounts, entries, root } = checkpoint;
  const start = { format: "hybrid-credits-checkpoint", version: 1 };
  const first = JSON.stringify({ ...start, programId, number, takenAt, accounts, entries, root });
  yield `${first.slice(0, -1)},"heads":[`;
  let lines: string[] = [];
  let separator = "\n";
  for await (const head of heads) {
    const line = [head.accountId, head.entryCount, head.headHash, head.keyCount, head.keyHash];
    lines.push(separator, JSON.stringify(line));
    separator = ",\n";
    if (lines.length < 2 * HEADS_AT_ONCE) continue;
    yield lines.join("");
    lines = [];
  }
  yield `${lines.join("")}\n]}\n`;
}
