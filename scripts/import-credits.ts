import { runCommand } from "./bootstrap/clear-failure.mjs";
import { importCredits } from "./import/import-credits.ts";

await runCommand(importCredits);
// Connections that wait for nothing would keep the process alive.
process.exit();
