import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { CapWant } from "#core/rules";
import type { CapClaim } from "#usecases/ports/caps";

export interface CapCallerOptions {
  readonly url: string;
  readonly connections: number;
}

export interface CapCall {
  readonly claim: CapClaim;
  readonly wants: readonly CapWant[];
}

export interface CapOrder {
  readonly programId: number;
  readonly calls: readonly CapCall[];
}

export interface CapAnswer {
  readonly granted: readonly (readonly number[])[];
}

export interface CapCaller {
  /** Makes all calls at once; null: the process ended before it had answered. */
  claimAll(order: CapOrder): Promise<CapAnswer | null>;
  /** Ends the process in the middle of whatever it does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("cap-caller.ts", import.meta.url));

/** Starts a process that claims caps with a pool of its own. */
export async function startCapCaller(options: CapCallerOptions): Promise<CapCaller> {
  const child = fork(PROGRAM, [JSON.stringify(options)], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const ended = new Promise<null>((resolve) => child.once("exit", () => resolve(null)));
  const answer = (): Promise<CapAnswer | null> => Promise.race([nextMessage(child), ended]);
  await answer();
  return {
    claimAll(order) {
      child.send(order);
      return answer();
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function nextMessage(child: ChildProcess): Promise<CapAnswer> {
  return new Promise((resolve) => child.once("message", (message) => resolve(message as CapAnswer)));
}
