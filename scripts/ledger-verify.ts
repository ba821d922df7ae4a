import { parseArgs } from "node:util";

import type { VerifiedLedger } from "../app/usecases/verify-ledger.ts";
import type { LedgerTools } from "../app/wiring/ledger-tools.server.ts";
import { ClearFailure, runCommand } from "./bootstrap/clear-failure.mjs";
import { seconds } from "./bootstrap/progress.mjs";
import { openCheckpointFile } from "./ledger/checkpoint-file.ts";
import { count, createProgressBar } from "./ledger/progress-bar.ts";
import { choosePrograms, parseProgram, runWithLedger } from "./ledger/run-with-ledger.ts";

/**
 * Usage: node scripts/ledger-verify.ts [--program P] [--as-of T] [--checkpoint FILE]
 * Proves the ledger from its postings. Exit code 0: everything holds; 1: something does not, or could not be read.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      program: { type: "string" },
      "as-of": { type: "string" },
      checkpoint: { type: "string" },
    },
  });
  const outside = values.checkpoint === undefined ? null : await openCheckpointFile(values.checkpoint);
  const given = parseProgram(values.program);
  if (outside && given !== null && outside.checkpoint.programId !== given) {
    throw new ClearFailure(
      `${values.checkpoint} is of program ${outside.checkpoint.programId}, not ${given}.`,
    );
  }
  const asOf = parseInstant(values["as-of"]);
  await runWithLedger(async (tools) => {
    for (const programId of await choosePrograms(tools, outside?.checkpoint.programId ?? given)) {
      const result = await verify(tools, { programId, asOf, outside });
      if (!result.ok) process.exitCode = 1;
    }
  });
}

async function verify(
  tools: LedgerTools,
  input: Parameters<LedgerTools["verify"]>[0],
): Promise<VerifiedLedger> {
  const start = performance.now();
  const { entries } = await tools.measure(input.programId);
  const bar = createProgressBar(`Program ${input.programId}: entries proved:`, entries);
  const result = await tools.verify({ ...input, onProgress: (done) => bar.update(done.entries) });
  bar.end();
  print(result, input.asOf ?? null, seconds(performance.now() - start));
  return result;
}

function print(result: VerifiedLedger, asOf: string | null, duration: string): void {
  const size = `${count(result.accounts)} accounts, ${count(result.entries)} entries`;
  const when = asOf ? `As of ${asOf} members held` : "Members hold";
  console.log(`Program ${result.programId}: ${size}, ${duration}.`);
  console.log(
    `  ${when} ${count(result.availableMinor)} available, ${count(result.pendingMinor)} pending, ${count(result.heldMinor)} held (minor units).`,
  );
  if (!result.finding) return console.log("  Everything holds.");
  const { code, accountId, seq, detail } = result.finding;
  const account = accountId === null ? "The program" : `Account ${accountId}`;
  const entry = seq === null ? "" : `, entry ${seq}`;
  console.log(`  DOES NOT HOLD. ${account}${entry}: ${code}: ${detail}.`);
  if (result.broken > 1) console.log(`  ${count(result.broken)} findings in all; this is the first.`);
}

function parseInstant(text: string | undefined): string | null {
  if (text === undefined) return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = new Date(isDay ? `${text}T23:59:59.999Z` : text);
  // Without a zone it would mean another instant on another machine.
  if (Number.isNaN(date.getTime()) || !(isDay || /(Z|[+-]\d{2}:\d{2})$/.test(text))) {
    throw new ClearFailure(`--as-of takes a day or an instant such as 2026-11-20T12:00:00Z, not "${text}".`);
  }
  return date.toISOString();
}

await runCommand(main);
