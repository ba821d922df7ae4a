import { parseArgs } from "node:util";

import { openRuleTools } from "../../app/wiring/rule-tools.server.ts";
import type { RuleTools } from "../../app/wiring/rule-tools.server.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { parseProgram } from "../ledger/run-with-ledger.ts";
import { connectToDatabase } from "../migrate/database-address.mjs";

/** Steps read at a time; all of them are printed. */
const PAGE = 500;

/**
 * Usage: node scripts/rules-explain.ts --program P (--member M | --shop S --order O)
 * Says as JSON how a member's balance came about, step by step, or why an order earns what it earns, also when that is
 * nothing. O is Shopify's number of the order, S the shop's number in this database. Writes nothing.
 */
export async function explainRules(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { program: text, member: text, shop: text, order: text } });
  const programId = parseProgram(values.program);
  if (programId === null)
    throw new ClearFailure("--program takes the number of the program to explain something of.");
  const memberId = readNumber("--member", values.member);
  const shopId = readNumber("--shop", values.shop);
  const orderId = readNumber("--order", values.order);
  const isOrder = shopId !== null && orderId !== null;
  if ((memberId !== null) === isOrder)
    throw new ClearFailure("Give either --member M, or --shop S with --order O.");
  const url = process.env["DATABASE_URL"];
  if (!url) throw new ClearFailure("DATABASE_URL is not set: it names the database that holds the ledger.");
  await (await connectToDatabase(url, "DATABASE_URL")).end();
  const tools = openRuleTools(url);
  try {
    const explained =
      memberId === null
        ? await tools.explainOrder({ programId, shopId: Number(shopId), orderId: orderId ?? "0" })
        : await explainMember(tools, programId, Number(memberId));
    if (!explained) throw new ClearFailure(`Program ${programId} has nothing of that number.`);
    process.stdout.write(`${JSON.stringify(explained, null, 2)}\n`);
  } finally {
    await tools.close();
  }
}

/** All steps, newest first, from nothing to the balance; null: there is no such member. */
async function explainMember(tools: RuleTools, programId: number, memberId: number) {
  const newest = await tools.explainBalance({ programId, memberId, beforeSeq: null, limit: PAGE });
  if (!newest) return null;
  const steps = [...newest.steps];
  const unexplained = { ...newest.unexplained };
  for (let beforeSeq = newest.nextBeforeSeq; beforeSeq !== null;) {
    const page = await tools.explainBalance({ programId, memberId, beforeSeq, limit: PAGE });
    steps.push(...(page?.steps ?? []));
    unexplained.availableMinor += page?.unexplained.availableMinor ?? 0;
    unexplained.pendingMinor += page?.unexplained.pendingMinor ?? 0;
    unexplained.heldMinor += page?.unexplained.heldMinor ?? 0;
    beforeSeq = page?.nextBeforeSeq ?? null;
  }
  const { accountId, closing } = newest;
  return { memberId, accountId, balance: closing, unexplained, steps };
}

function readNumber(name: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new ClearFailure(`${name} takes a number, not "${text}".`);
  return text;
}
