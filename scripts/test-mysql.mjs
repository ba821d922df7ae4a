import { requireNode } from "./bootstrap/require-node.mjs";

requireNode();

const { runCommand } = await import("./bootstrap/clear-failure.mjs");
const { runInstalled } = await import("./bootstrap/installed-runtime.mjs");

// Usage: npm run test:mysql [-- PATH…]. The integration tests, or those of the given paths, on a real MySQL.
await runCommand(() => runInstalled("test-mysql/main.mjs"));
