import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { StepPlace } from "./step-ports.ts";

/** Told to the process: come to a standstill in each document before its effect of this number. */
export interface StepOrder {
  readonly before: number;
}

/** Told by the process: where it stands still, by kind of the step and effect; null: it is ready to begin. */
export interface StandStill {
  readonly stood: readonly string[] | null;
}

const PROGRAM = fileURLToPath(new URL("step-worker.ts", import.meta.url));

/**
 * Processes that carry out steps and are killed in the middle of them. The next one is started beforehand, because
 * starting takes longer than what it does.
 */
export class KilledSteps {
  readonly #place: StepPlace;
  #next: Started;

  constructor(place: StepPlace) {
    this.#place = place;
    this.#next = start(place);
  }

  /** Carries out what is due up to the n-th effect of each document, kills the process, and says where each stood. */
  async killBefore(effect: number): Promise<readonly string[]> {
    const { child, ended, ready } = this.#next;
    this.#next = start(this.#place);
    await ready;
    const told = nextMessage(child);
    child.send({ before: effect } satisfies StepOrder);
    const answer = await Promise.race([told, ended]);
    if (!answer) throw new Error("the process ended by itself");
    child.kill("SIGKILL");
    await ended;
    return answer.stood ?? [];
  }

  async close(): Promise<void> {
    this.#next.child.kill("SIGKILL");
    await this.#next.ended;
  }
}

interface Started {
  readonly child: ChildProcess;
  /** Resolves when it can be told what to do, or has ended. */
  readonly ready: Promise<unknown>;
  readonly ended: Promise<undefined>;
}

function start(place: StepPlace): Started {
  const child = fork(PROGRAM, [JSON.stringify(place)], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const ended = new Promise<undefined>((resolve) => child.once("exit", () => resolve(undefined)));
  return { child, ended, ready: Promise.race([nextMessage(child), ended]) };
}

function nextMessage(child: ChildProcess): Promise<StandStill> {
  return new Promise((resolve) => child.once("message", (message) => resolve(message as StandStill)));
}
