import { parseArgs } from "node:util";

import { runCommand } from "./bootstrap/clear-failure.mjs";
import { showStep } from "./bootstrap/progress.mjs";
import { count } from "./ledger/progress-bar.ts";
import { choosePrograms, parseProgram, runWithLedger } from "./ledger/run-with-ledger.ts";

/**
 * Usage: node scripts/ledger-rollup.ts [--program P]
 * Builds roll-up and snapshots from nothing. They hold nothing that the journal does not.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { program: { type: "string" } } });
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  await runWithLedger(async (tools) => {
    for (const programId of await choosePrograms(tools, parseProgram(values.program))) {
      const work = () => tools.rebuildRollup(programId, stop.signal);
      await showStep(`Program ${programId}: roll-up`, work, (entries: number) => `${count(entries)} entries`);
    }
  });
}

await runCommand(main);
