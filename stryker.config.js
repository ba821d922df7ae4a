const home = process.env["MUTATION_HOME"] ?? ".local/mutation";

export default {
  mutate: ["app/core/ledger/**/*.ts", "!app/core/ledger/{index,types,commands}.ts"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Long, so that a busy machine does not pass for an endless loop.
  timeoutMS: 60_000,
  ignorePatterns: [
    "*",
    "!app/core/**",
    "!tests/core/**",
    "!tests/support/**",
    "!package.json",
    "!vitest.mutation.config.ts",
  ],
  tempDirName: `${home}/sandbox`,
  incrementalFile: `${home}/incremental.json`,
  reporters: ["progress-append-only", "json"],
  jsonReporter: { fileName: `${home}/report.json` },
  // The command judges the report: mutants may be excused, one by one and with a reason.
  thresholds: { break: null },
};
