import { userInfo } from "node:os";
import { parseArgs } from "node:util";

import { formatDecimal, parseDecimal } from "../../app/core/units/index.ts";
import { openRuleTools } from "../../app/wiring/rule-tools.server.ts";
import type { RuleTools } from "../../app/wiring/rule-tools.server.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { parseProgram } from "../ledger/run-with-ledger.ts";
import { connectToDatabase } from "../migrate/database-address.mjs";

/** Decimal places of a rate: it is stored in millionths. */
const RATE_SCALE = 6;

interface Wanted {
  readonly rate: string | undefined;
  readonly credits: string | undefined;
  readonly by: string;
}

/**
 * Usage: node scripts/rules-approval.ts --program P [--rate R|none] [--credits C|none] [--by NAME]
 * Says from where on a version of the earn rules needs a second person, after setting what is given: R credits per unit
 * of the currency, C credits at once beside the rate. Set from the command line alone, so that who writes rules cannot
 * move the threshold over them.
 */
export async function setRuleApproval(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { program: text, rate: text, credits: text, by: text } });
  const programId = parseProgram(values.program);
  if (programId === null) throw new ClearFailure("--program takes the number of the program to set it for.");
  const url = process.env["DATABASE_URL"];
  if (!url) throw new ClearFailure("DATABASE_URL is not set: it names the database that holds the rules.");
  await (await connectToDatabase(url, "DATABASE_URL")).end();
  const tools = openRuleTools(url);
  try {
    const { rate, credits, by = userInfo().username } = values;
    process.stdout.write(`${await setThreshold(tools, programId, { rate, credits, by })}\n`);
  } finally {
    await tools.close();
  }
}

async function setThreshold(tools: RuleTools, programId: number, wanted: Wanted): Promise<string> {
  const program = await tools.findProgram(programId);
  if (!program) throw new ClearFailure(`There is no program ${programId} in this database.`);
  const before = await tools.findThreshold(programId);
  const threshold = {
    ratePerUnitMicros: readAmount("--rate", wanted.rate, RATE_SCALE, before.ratePerUnitMicros),
    creditsMinor: readAmount("--credits", wanted.credits, program.scale, before.creditsMinor),
  };
  if (wanted.rate !== undefined || wanted.credits !== undefined) {
    const result = await tools.setThreshold({ programId, threshold, by: wanted.by });
    if (!result.ok) throw new ClearFailure(`The threshold was refused: ${result.refusal.code}.`);
  }
  const { ratePerUnitMicros: rate, creditsMinor: credits } = threshold;
  const parts = [
    rate === null ? [] : `more than ${formatDecimal(rate, RATE_SCALE)} per ${program.currency}`,
    credits === null ? [] : `more than ${formatDecimal(credits, program.scale)} at once`,
  ].flat();
  return parts.length === 0
    ? "No version needs a second person."
    : `A version needs a second person when it gives ${parts.join(" or ")}.`;
}

/** `undefined` keeps what was set; `none`: any amount is one person's to decide. */
function readAmount(
  name: string,
  text: string | undefined,
  scale: number,
  before: number | null,
): number | null {
  if (text === undefined) return before;
  if (text === "none") return null;
  const amount = parseDecimal(text, scale);
  if (amount === null || amount < 0)
    throw new ClearFailure(`${name} takes an amount or "none", not "${text}".`);
  return amount;
}
