/**
 * The mutants of the ledger that no test can tell from the code, each with the reason. A mutant is named by its text
 * before and after, so a change of the code asks for the excuse again.
 *
 * @type {readonly import("./judge-report.mjs").Excuse[]}
 */
export const excusedMutants = [
  {
    file: "credits.ts",
    code: "command.effectiveAt < now",
    becomes: "command.effectiveAt <= now",
    reason: "Where the two instants are equal, either of them is the answer.",
  },
  {
    file: "decide-batch.ts",
    code: "original && reversal",
    becomes: "original || reversal",
    reason: "A decision reverses only what it found by the same key, so both are there or neither is.",
  },
  {
    file: "decide-reverse.ts",
    code: "original.amountMinor < 0",
    becomes: "original.amountMinor <= 0",
    reason: "An entry of zero has nothing left to reverse and was refused above.",
  },
  {
    file: "decide-transfer.ts",
    code: "!lot",
    becomes: "false",
    reason:
      "The movements were just taken from the lots in which they are looked up; the question is the compiler's.",
  },
  {
    file: "decide-transfer.ts",
    code: "[]",
    becomes: '["Stryker was here"]',
    reason: "The answer to the question above, which is never given.",
  },
  {
    file: "reversible.ts",
    code: '"adjusted"',
    becomes: '""',
    reason: "Kinds without a purpose cannot be reversed; what stands here for them is not looked at.",
  },
];
