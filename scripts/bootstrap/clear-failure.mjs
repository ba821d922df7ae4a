/**
 * A failure that a person at the terminal can act on: its message is one plain sentence saying what is wrong and
 * what to do. Commands print the message alone, without a stack, and exit with 1.
 */
export class ClearFailure extends Error {
  name = "ClearFailure";
}

/**
 * Runs a command's main function and turns its failure into an exit code of 1: the sentence alone for a
 * ClearFailure, the whole stack for anything unforeseen.
 *
 * @param {() => Promise<void>} main
 */
export async function runCommand(main) {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof ClearFailure) console.error(`\n${error.message}`);
    else console.error(error);
  }
}
