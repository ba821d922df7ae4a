import { parseArgs } from "node:util";

import { ClearFailure } from "../bootstrap/clear-failure.mjs";

export interface RereadOptions {
  readonly shopDomain: string;
  /** null: all customers are imported. */
  readonly ordersSince: string | null;
}

const USAGE = "Usage: npm run shop:reread -- --shop DOMAIN --since DATE | --customers";

/** Reads the command's words. Throws a ClearFailure that says which of them is wrong. */
export function readOptions(words: readonly string[]): RereadOptions {
  const { shop, since, customers } = parse(words);
  if (!shop) throw new ClearFailure(`Name the shop with --shop. ${USAGE}`);
  if (customers === (since !== undefined))
    throw new ClearFailure(`Give either --since or --customers. ${USAGE}`);
  return { shopDomain: shop, ordersSince: since === undefined ? null : readDate(since) };
}

function readDate(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = new Date(isDay ? `${text}T00:00:00.000Z` : text);
  // Without a zone it would mean another instant on another machine.
  if (Number.isNaN(date.getTime()) || !(isDay || /(Z|[+-]\d{2}:\d{2})$/.test(text))) {
    throw new ClearFailure(`--since takes a day or an instant such as 2026-11-20T12:00:00Z, not "${text}".`);
  }
  return date.toISOString();
}

function parse(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        shop: { type: "string" },
        since: { type: "string" },
        customers: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new ClearFailure(`${(error as Error).message} ${USAGE}`, { cause: error });
  }
}
