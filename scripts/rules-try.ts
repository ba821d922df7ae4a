import { runCommand } from "./bootstrap/clear-failure.mjs";
import { tryRules } from "./rules/try-rules.ts";

await runCommand(tryRules);
