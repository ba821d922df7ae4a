import { requireNode } from "./bootstrap/require-node.mjs";

requireNode();

const { runCommand } = await import("./bootstrap/clear-failure.mjs");
const { runInstalled } = await import("./bootstrap/installed-runtime.mjs");

// Usage: npm run demo. Starts everything, prints the addresses to open, and stops it all at Ctrl-C.
await runCommand(() => runInstalled("demo/main.mjs"));
