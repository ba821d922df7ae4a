import { runCommand } from "./bootstrap/clear-failure.mjs";
import { explainRules } from "./rules/explain-rules.ts";

await runCommand(explainRules);
