import { runCommand } from "./bootstrap/clear-failure.mjs";
import { setRuleApproval } from "./rules/rule-approval.ts";

await runCommand(setRuleApproval);
