import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { z } from "zod";

import type { CheckpointHead } from "../../app/core/proof/index.ts";
import type { CheckpointCopy } from "../../app/usecases/ports/ledger-proof.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const header = z.object({
  format: z.literal("hybrid-credits-checkpoint"),
  version: z.literal(1),
  programId: z.number(),
  number: z.number(),
  takenAt: z.string(),
  accounts: z.number(),
  entries: z.number(),
  root: hash,
});
const headLine = z.tuple([z.number(), z.number(), hash, z.number(), hash]);

const HEADS = ',"heads":[';

/** Opens an exported checkpoint; heads are read as they are asked for. */
export async function openCheckpointFile(path: string): Promise<CheckpointCopy> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity })[
    Symbol.asyncIterator
  ]();
  const first = await lines.next().catch((error: NodeJS.ErrnoException) => {
    throw new ClearFailure(`${path} cannot be read (${error.code ?? error.message}).`, { cause: error });
  });
  const text = String(first.value ?? "");
  const parsed = text.endsWith(HEADS) ? header.safeParse(parse(`${text.slice(0, -HEADS.length)}}`)) : null;
  if (!parsed?.success) throw notACheckpoint(path);
  const { format: _, version: __, ...checkpoint } = parsed.data;
  return { checkpoint, heads: readHeads(path, lines) };
}

async function* readHeads(path: string, lines: AsyncIterator<string>): AsyncGenerator<CheckpointHead> {
  for (;;) {
    const { done, value: line } = await lines.next();
    if (done) throw notACheckpoint(path);
    if (line === "]}") return;
    const head = headLine.safeParse(parse(line.replace(/,$/, "")));
    if (!head.success) throw notACheckpoint(path);
    const [accountId, entryCount, headHash, keyCount, keyHash] = head.data;
    yield { accountId, entryCount, headHash, keyCount, keyHash };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function notACheckpoint(path: string): ClearFailure {
  return new ClearFailure(`${path} is no whole checkpoint of this app: give it the file that was exported.`);
}
