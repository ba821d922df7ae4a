import { requireNode } from "./bootstrap/require-node.mjs";

requireNode();

const { runCommand } = await import("./bootstrap/clear-failure.mjs");
const { runInstalled } = await import("./bootstrap/installed-runtime.mjs");

// Usage: npm test [-- STAGE… | PATH…]. Without a choice everything runs; `checks` names all that need no database.
await runCommand(() => runInstalled("test/main.mjs"));
