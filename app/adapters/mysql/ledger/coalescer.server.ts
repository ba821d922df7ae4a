import type { Command, PostResult } from "#core/ledger";
import { DatabaseFault } from "../database.server.ts";
import { PoolBusyFault } from "../fifo-pool.server.ts";
import { accountsOf } from "./lot-reads.server.ts";

/** Posts one batch as a whole. */
export type PostBatch = (programId: number, commands: readonly Command[]) => Promise<PostResult[]>;

interface Waiting {
  readonly commands: readonly Command[];
  readonly accountIds: ReadonlySet<number>;
  readonly resolve: (results: PostResult[]) => void;
  readonly reject: (fault: unknown) => void;
}

interface ProgramQueue {
  waiting: Waiting[];
  running: number;
  /** Accounts of the batches under way, and how many of these have each. */
  readonly busy: Map<number, number>;
}

/** Commands in one batch at the most, unless one caller brings more. */
const MAX_COMMANDS = 100;
/** Batches of one program under way at once; further callers wait and share the next. */
const MAX_BATCHES = 3;
/** So many commands are worth a batch of their own beside others; fewer cost more by themselves than they gain. */
const ENOUGH = 16;

/**
 * Gathers what arrives at the same moment: while batches are under way, the callers that come meanwhile share
 * the next one, so a busy shop costs no more round trips than a quiet one and a quiet one never waits. For small
 * callers an account is in one batch at a time: they would only wait for its lock, each in a batch of their own. A
 * caller who brings a batch waits at the server instead, ready to go on as soon as the lock is free.
 */
export function coalesce(postBatch: PostBatch): PostBatch {
  const programs = new Map<number, ProgramQueue>();

  function pump(programId: number): void {
    const program = programs.get(programId);
    if (!program) return;
    while (program.running < MAX_BATCHES) {
      const batch = takeBatch(program);
      if (batch.length === 0) break;
      program.running += 1;
      void run(programId, batch).finally(() => {
        program.running -= 1;
        for (const accountId of accountsIn(batch)) count(program.busy, accountId, -1);
        pump(programId);
      });
    }
    if (program.waiting.length === 0 && program.running === 0) programs.delete(programId);
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

  return (programId, commands) =>
    new Promise((resolve, reject) => {
      if (commands.length === 0) return resolve([]);
      const program = programs.get(programId) ?? { waiting: [], running: 0, busy: new Map<number, number>() };
      programs.set(programId, program);
      const accountIds = new Set(commands.flatMap(accountsOf));
      program.waiting.push({ commands, accountIds, resolve, reject });
      // After the current turn of the event loop, so that what arrived in it goes together.
      setImmediate(pump, programId);
    });
}

function isOutOfReach(fault: unknown): boolean {
  return fault instanceof DatabaseFault || fault instanceof PoolBusyFault;
}

/**
 * Takes the callers that have waited longest and whose accounts no batch under way has. Who has to wait keeps its
 * place before later callers of the same accounts, so nobody waits for ever. Callers of different accounts are spread
 * over the batches that are free, so that this process works on one while the database works on another; those of
 * one account go together, because one batch for them is all there can be.
 */
function takeBatch(program: ProgramQueue): Waiting[] {
  const batch: Waiting[] = [];
  const left: Waiting[] = [];
  const taken = new Set<number>();
  const waitedFor = new Set<number>();
  const share = shareOf(program);
  let size = 0;
  for (const caller of program.waiting) {
    const accountIds = [...caller.accountIds];
    const most = accountIds.some((accountId) => taken.has(accountId)) ? MAX_COMMANDS : share;
    const fits = batch.length === 0 || size + caller.commands.length <= most;
    const waitsHere = caller.commands.length < ENOUGH;
    const isInTheWay = (accountId: number): boolean =>
      waitedFor.has(accountId) || (waitsHere && program.busy.has(accountId));
    if (fits && !accountIds.some(isInTheWay)) {
      batch.push(caller);
      size += caller.commands.length;
      for (const accountId of accountIds) taken.add(accountId);
    } else {
      left.push(caller);
      for (const accountId of accountIds) waitedFor.add(accountId);
    }
  }
  program.waiting = left;
  for (const accountId of taken) count(program.busy, accountId, 1);
  return batch;
}

function count(busy: Map<number, number>, accountId: number, change: 1 | -1): void {
  const batches = (busy.get(accountId) ?? 0) + change;
  if (batches === 0) busy.delete(accountId);
  else busy.set(accountId, batches);
}

/** Commands of different accounts that a batch takes, so that there is as much for each batch that may begin. */
function shareOf({ waiting, running }: ProgramQueue): number {
  const commands = waiting.reduce((sum, caller) => sum + caller.commands.length, 0);
  return Math.min(MAX_COMMANDS, Math.max(ENOUGH, Math.ceil(commands / (MAX_BATCHES - running))));
}

function accountsIn(batch: readonly Waiting[]): Set<number> {
  return new Set(batch.flatMap((caller) => [...caller.accountIds]));
}
