import { defineConfig } from "vitest/config";

/** The tests that a mutant of the ledger must not survive, with properties tried only briefly. */
export default defineConfig({
  test: {
    include: ["tests/core/ledger/**/*.test.ts"],
    setupFiles: ["tests/support/fail-on-console-error.ts"],
    env: { PROPERTY_RUNS_PERCENT: "3" },
  },
});
