import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import type { EarnRulesDocument, TrialResult } from "../../app/core/rules/index.ts";
import { readEarnRules } from "../../app/documents/earn-rules.ts";
import { openRuleTools } from "../../app/wiring/rule-tools.server.ts";
import type { RuleTools } from "../../app/wiring/rule-tools.server.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { createProgressBar } from "../ledger/progress-bar.ts";
import type { ProgressBar } from "../ledger/progress-bar.ts";
import { parseProgram } from "../ledger/run-with-ledger.ts";
import { connectToDatabase } from "../migrate/database-address.mjs";

/**
 * Usage: node scripts/rules-try.ts --program P --draft FILE [--from DAY] [--to DAY] [--members 20]
 * Says as JSON what a draft of earn rules would have given on past orders beside the rules of their days. `--to` is the
 * last day, `--from` the first; days are UTC. The bar goes to the error output. Writes nothing.
 */
export async function tryRules(): Promise<void> {
  const { values } = parseArgs({
    options: {
      program: { type: "string" },
      draft: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      members: { type: "string", default: "20" },
    },
  });
  const programId = parseProgram(values.program);
  if (programId === null) throw new ClearFailure("--program takes the number of the program to try it for.");
  if (values.draft === undefined)
    throw new ClearFailure("--draft takes the file with the earn rules to try.");
  const shownMembers = Number(values.members);
  if (!Number.isSafeInteger(shownMembers) || shownMembers < 0)
    throw new ClearFailure("--members takes how many winners and losers to name.");
  const input = {
    ...{ programId, shownMembers, draft: await readDraft(values.draft) },
    from: parseDay("--from", values.from, 0),
    until: parseDay("--to", values.to, 1),
  };
  const url = process.env["DATABASE_URL"];
  if (!url) throw new ClearFailure("DATABASE_URL is not set: it names the database that holds the orders.");
  await (await connectToDatabase(url, "DATABASE_URL")).end();
  const tools = openRuleTools(url);
  try {
    process.stdout.write(`${JSON.stringify(await run(tools, input), null, 2)}\n`);
  } finally {
    await tools.close();
  }
}

async function run(tools: RuleTools, input: Parameters<RuleTools["try"]>[0]): Promise<TrialResult> {
  const shown: { bar?: ProgressBar } = {};
  const tried = await tools.try({
    ...input,
    onProgress({ orders, total }) {
      shown.bar ??= createProgressBar(`Program ${input.programId}: orders judged:`, total, process.stderr);
      shown.bar.update(orders);
    },
  });
  shown.bar?.end();
  if (tried.ok) return tried.result;
  throw new ClearFailure(
    tried.refusal.code === "program_unknown"
      ? `There is no program ${input.programId} in this database.`
      : `The draft names the time zone ${tried.refusal.timeZone}, which is not known.`,
  );
}

async function readDraft(path: string): Promise<EarnRulesDocument> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new ClearFailure(`${path} cannot be read (${cause.code ?? cause.message}).`, { cause });
  });
  const read = readEarnRules(parseJson(path, text));
  if (read.ok) return read.document;
  const problems = read.problems.map(({ path: at, message }) => `  ${at || "the document"}: ${message}`);
  throw new ClearFailure(`${path} is no earn rules:\n${problems.join("\n")}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ClearFailure(`${path} is no JSON: ${String(cause)}.`, { cause });
  }
}

/** The start of a day, `later` days later; null: not given. */
function parseDay(name: string, text: string | undefined, later: number): string | null {
  if (text === undefined) return null;
  const day = new Date(`${text}T00:00:00.000Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(day.getTime()))
    throw new ClearFailure(`${name} takes a day such as 2026-11-20, not "${text}".`);
  day.setUTCDate(day.getUTCDate() + later);
  return day.toISOString();
}
