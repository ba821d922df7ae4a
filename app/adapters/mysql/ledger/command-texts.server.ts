import { hash } from "node:crypto";
import { commandContent, LedgerFault } from "#core/ledger";
import type { Command } from "#core/ledger";
import { canonicalJson } from "#core/units";

/** What of a command is the same whatever the ledger holds. */
export interface CommandTexts {
  /** Digest of what its key stands for. */
  readonly contentDigest: string;
  readonly trace: TraceTexts;
}

/** A command's trace; without one nothing is stored, and "null" is hashed. */
interface TraceTexts {
  readonly stored: string | null;
  readonly hashed: string;
}

/** The texts of a command among those that were written. */
export type TextsOf = (command: Command) => CommandTexts;

/** Written while the database reads what the commands are decided against, so that nobody waits for it. */
export function writeTexts(commands: readonly Command[]): TextsOf {
  const texts = new Map(commands.map((command) => [command, textsOfOne(command)]));
  return (command) => {
    const found = texts.get(command);
    if (!found) throw new LedgerFault(`no texts were written for "${command.key}"`);
    return found;
  };
}

function textsOfOne(command: Command): CommandTexts {
  const contentDigest = hash("sha256", commandContent(command), "hex");
  return { contentDigest, trace: traceTexts(command.trace) };
}

function traceTexts(trace: unknown): TraceTexts {
  if (trace === undefined) return { stored: null, hashed: "null" };
  const stored = JSON.stringify(trace);
  // As it will be read back: what JSON cannot say is left out.
  return { stored, hashed: canonicalJson(JSON.parse(stored)) };
}
