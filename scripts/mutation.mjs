import { requireNode } from "./bootstrap/require-node.mjs";

requireNode();

const { runCommand } = await import("./bootstrap/clear-failure.mjs");
const { runInstalled } = await import("./bootstrap/installed-runtime.mjs");

// Usage: npm run mutation [-- --mutate app/core/ledger/FILE.ts] [-- --incremental]. What follows -- are Stryker's own options.
await runCommand(() => runInstalled("mutation/main.mjs"));
