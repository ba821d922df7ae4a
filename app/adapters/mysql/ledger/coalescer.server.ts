import type { Command, PostResult } from "#core/ledger";
import { DatabaseFault } from "../database.server.ts";
import { PoolBusyFault } from "../fifo-pool.server.ts";
import { accountsOf } from "./lot-reads.server.ts";

/** Posts one batch as a whole. */
export type PostBatch = (programId: number, commands: readonly Command[]) => Promise<PostResult[]>;

interface Waiting {
  readonly commands: readonly Command[];
  readonly resolve: (results: PostResult[]) => void;
  readonly reject: (fault: unknown) => void;
}

/** Has one batch under way at a time; further callers wait and share the next. */
interface Lane {
  waiting: Waiting[];
  isRunning: boolean;
}

/** Commands in one batch at the most, unless one caller brings more. */
const MAX_COMMANDS = 100;
/** Everything but large calls: one batch of all who wait costs the database less than several small ones at once. */
const COMMON_LANE = 0;
/**
 * For the parts of large calls, so that this process works on one batch while the database works on others, and nobody
 * with a single command waits behind them. They have no account in common, or one would wait for the other's locks.
 */
const LARGE_LANES = 3;
/** From so many commands on, a call is large: worth a batch in each of these lanes. */
const LARGE_CALL = 32;

/**
 * Gathers what arrives at the same moment: while a batch is under way, the callers that come meanwhile share the next
 * one of their lane, so a busy shop costs no more round trips than a quiet one and a quiet one never waits. A large call
 * is divided over the lanes, each part a transaction of its own; its commands of one account stay in their order.
 */
export function coalesce(postBatch: PostBatch): PostBatch {
  const programs = new Map<number, Lane[]>();

  function pump(programId: number): void {
    const lanes = programs.get(programId) ?? [];
    for (const lane of lanes) {
      const batch = lane.isRunning ? [] : takeBatch(lane);
      if (batch.length === 0) continue;
      lane.isRunning = true;
      void run(programId, batch).finally(() => {
        lane.isRunning = false;
        pump(programId);
      });
    }
    if (lanes.every((lane) => !lane.isRunning)) programs.delete(programId);
  }

  async function run(programId: number, callers: Waiting[]): Promise<void> {
    try {
      const commands = callers.flatMap((caller) => caller.commands);
      const results = await postBatch(programId, commands);
      let from = 0;
      for (const caller of callers) {
        caller.resolve(results.slice(from, from + caller.commands.length));
        from += caller.commands.length;
      }
    } catch (fault) {
      // A database out of reach is so for each of them, and they have waited long enough together.
      if (callers.length === 1 || isOutOfReach(fault)) for (const caller of callers) caller.reject(fault);
      // One caller's fault must not become its neighbours': each is tried by itself.
      else for (const caller of callers) await run(programId, [caller]);
    }
  }

  function wait(programId: number, { lane, commands }: Part): Promise<PostResult[]> {
    return new Promise((resolve, reject) => {
      const lanes = programs.get(programId) ?? Array.from({ length: 1 + LARGE_LANES }, emptyLane);
      programs.set(programId, lanes);
      lanes[lane]?.waiting.push({ commands, resolve, reject });
      // After the current turn of the event loop, so that what arrived in it goes together.
      setImmediate(pump, programId);
    });
  }

  return async (programId, commands) => {
    if (commands.length === 0) return [];
    const parts = divide(commands);
    const answers = await Promise.allSettled(parts.map((part) => wait(programId, part)));
    const results: PostResult[] = [];
    answers.forEach((answer, index) => {
      // What the other parts did stays done, and their keys answer it again.
      if (answer.status === "rejected") throw answer.reason;
      answer.value.forEach((result, at) => (results[parts[index]?.places[at] ?? -1] = result));
    });
    return results;
  };
}

/** What of a call goes through one lane, and where each command stood in the call. */
interface Part {
  readonly lane: number;
  readonly commands: Command[];
  readonly places: number[];
}

/**
 * A movement between accounts keeps its whole call together: what comes after it in the call may build on what it
 * moved.
 */
function divide(commands: readonly Command[]): Part[] {
  const isDivided =
    commands.length >= LARGE_CALL && commands.every((command) => accountsOf(command).length === 1);
  const parts = new Map<number, Part>();
  commands.forEach((command, place) => {
    const lane = isDivided ? 1 + (command.accountId % LARGE_LANES) : COMMON_LANE;
    const part = parts.get(lane) ?? { lane, commands: [], places: [] };
    parts.set(lane, part);
    part.commands.push(command);
    part.places.push(place);
  });
  return [...parts.values()];
}

/** Takes the callers that have waited longest. */
function takeBatch(lane: Lane): Waiting[] {
  let size = 0;
  const end = lane.waiting.findIndex(({ commands }, index) => {
    size += commands.length;
    return index > 0 && size > MAX_COMMANDS;
  });
  return lane.waiting.splice(0, end === -1 ? lane.waiting.length : end);
}

function emptyLane(): Lane {
  return { waiting: [], isRunning: false };
}

function isOutOfReach(fault: unknown): boolean {
  return fault instanceof DatabaseFault || fault instanceof PoolBusyFault;
}
