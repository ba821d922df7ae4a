/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: ["app/core/ledger/**/*.ts", "!app/core/ledger/{index,types,commands}.ts"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Long, so that a busy machine does not pass for an endless loop.
  timeoutMS: 60_000,
  ignorePatterns: ["*", "!app/core/**", "!tests/core/**", "!tests/support/**", "!package.json", "!vitest.mutation.config.ts"],
  tempDirName: ".local/mutation/sandbox",
  incremental: true,
  incrementalFile: ".local/mutation/incremental.json",
  reporters: ["clear-text", "progress-append-only", "json"],
  jsonReporter: { fileName: ".local/mutation/report.json" },
  thresholds: { high: 100, low: 100, break: 100 },
};
