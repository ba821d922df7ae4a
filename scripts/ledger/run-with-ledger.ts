import { openLedgerTools } from "../../app/wiring/ledger-tools.server.ts";
import type { LedgerTools } from "../../app/wiring/ledger-tools.server.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { connectToDatabase } from "../migrate/database-address.mjs";

/** Runs `work` on the ledger that DATABASE_URL names. An unreachable database becomes a sentence. */
export async function runWithLedger(work: (tools: LedgerTools) => Promise<void>): Promise<void> {
  const url = process.env["DATABASE_URL"];
  if (!url) throw new ClearFailure("DATABASE_URL is not set: it names the database that holds the ledger.");
  await (await connectToDatabase(url, "DATABASE_URL")).end();
  const tools = openLedgerTools(url);
  try {
    await work(tools);
  } finally {
    await tools.close();
  }
}

/** Reads `--program`; null: not given. */
export function parseProgram(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new ClearFailure(`--program takes a program's number, not "${text}".`);
  return Number(text);
}

/** The programs to work on: the one given, or all of them. */
export async function choosePrograms(tools: LedgerTools, given: number | null): Promise<number[]> {
  const programs = await tools.listPrograms();
  if (given === null) return programs;
  if (!programs.includes(given)) throw new ClearFailure(`There is no program ${given} in this database.`);
  return [given];
}
