import { parseArgs } from "node:util";

import { ClearFailure, runCommand } from "./bootstrap/clear-failure.mjs";
import { count } from "./ledger/progress-bar.ts";
import { choosePrograms, parseProgram, runWithLedger } from "./ledger/run-with-ledger.ts";

/**
 * Usage: node scripts/ledger-checkpoint.ts --program P --out FILE
 * Takes a checkpoint of a program and writes it to a file that is to be kept outside the database.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { program: { type: "string" }, out: { type: "string" } } });
  const given = parseProgram(values.program);
  const { out } = values;
  if (given === null || out === undefined) {
    throw new ClearFailure("Say which program and where to: --program P --out FILE.");
  }
  await runWithLedger(async (tools) => {
    const [programId = given] = await choosePrograms(tools, given);
    await tools.takeCheckpoint(programId);
    const checkpoint = await tools.exportCheckpoint(programId, out);
    if (!checkpoint) throw new ClearFailure(`Program ${programId} has no checkpoint.`);
    const { number, accounts, entries, root } = checkpoint;
    console.log(
      `Checkpoint ${number} of program ${programId}: ${count(accounts)} accounts, ${count(entries)} entries.`,
    );
    console.log(`  Root ${root}`);
    console.log(`  Kept in ${out}: put a copy where the database's owner cannot change it.`);
  });
}

await runCommand(main);
