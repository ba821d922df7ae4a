import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Command, PostResult } from "#core/ledger";
import type { MetErrors } from "./statement-faults.ts";

export interface CallerOptions {
  readonly url: string;
  readonly connections: number;
  readonly seed: number;
  /** Share of the statements that meet a deadlock or a lock wait, 0 to 1. */
  readonly faultRate: number;
}

export interface CallerOrder {
  readonly programId: number;
  /** Each is a call of its own. */
  readonly commands: readonly Command[];
  /** Calls under way at once. */
  readonly callers: number;
  /** Ledgers that the callers share; calls of two ledgers never go in one batch. */
  readonly ledgers: number;
}

/** What a caller was told: the ledger's result, or the fault that it threw. */
export type Answer = PostResult | { readonly fault: string };

export interface CallerAnswer {
  readonly answers: readonly Answer[];
  /** Since the process started. */
  readonly met: MetErrors;
}

export interface Call {
  readonly command: Command;
  readonly answer: Answer;
}

export interface LedgerCallers {
  /** Posts one list in each process, all at the same time; returns every call with its answer. */
  post(lists: readonly (readonly Command[])[], how: Omit<CallerOrder, "commands">): Promise<Call[]>;
  /** Errors of the server that the ledgers met so far, all processes together. */
  met(): MetErrors;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("ledger-caller.ts", import.meta.url));

/** Starts processes that post to one database, each with a pool of its own. */
export async function startLedgerCallers(
  count: number,
  options: Omit<CallerOptions, "seed"> & { seed?: number },
): Promise<LedgerCallers> {
  const met = new Map<ChildProcess, MetErrors>();
  const children = Array.from({ length: count }, (_, index) => {
    const seed = (options.seed ?? 1) + index;
    return fork(PROGRAM, [JSON.stringify({ ...options, seed })], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
  });
  const ends = new Map(children.map((child) => [child, endOf(child)]));
  const nextAnswer = async (child: ChildProcess): Promise<CallerAnswer> => {
    const told = new Promise<CallerAnswer>((resolve) =>
      child.once("message", (message) => resolve(message as CallerAnswer)),
    );
    const answer = await Promise.race([told, ends.get(child)]);
    if (!answer) throw new Error("a caller ended before it answered");
    met.set(child, answer.met);
    return answer;
  };
  await Promise.all(children.map(nextAnswer));
  return {
    async post(lists, how) {
      const calls = children.map(async (child, index) => {
        const commands = lists[index] ?? [];
        child.send({ ...how, commands } satisfies CallerOrder);
        const { answers } = await nextAnswer(child);
        return commands.map((command, at) => ({ command, answer: answers[at] ?? { fault: "no answer" } }));
      });
      return (await Promise.all(calls)).flat();
    },
    met: () => sum([...met.values()]),
    async close() {
      await Promise.all(
        children.map((child) => {
          if (child.connected) child.disconnect();
          return ends.get(child);
        }),
      );
    },
  };
}

function endOf(child: ChildProcess): Promise<undefined> {
  return new Promise((resolve) => child.once("exit", () => resolve(undefined)));
}

function sum(counts: readonly MetErrors[]): MetErrors {
  const total: MetErrors = {};
  for (const [errno, count] of counts.flatMap((each) => Object.entries(each))) {
    total[Number(errno)] = (total[Number(errno)] ?? 0) + count;
  }
  return total;
}
