import type { Command, PostResult } from "#core/ledger";
import { DatabaseFault } from "../database.server.ts";
import { PoolBusyFault } from "../fifo-pool.server.ts";

/** Posts one batch as a whole. */
export type PostBatch = (programId: number, commands: readonly Command[]) => Promise<PostResult[]>;

interface Waiting {
  readonly commands: readonly Command[];
  readonly resolve: (results: PostResult[]) => void;
  readonly reject: (fault: unknown) => void;
}

/** Commands in one batch at the most, unless one caller brings more. */
const MAX_COMMANDS = 100;
/** Batches of one program under way at once; further callers wait and share the next. */
const MAX_BATCHES = 4;

/**
 * Gathers what arrives at the same moment: while batches are under way, the callers that come meanwhile share
 * the next one, so a busy shop costs no more round trips than a quiet one and a quiet one never waits.
 */
export function coalesce(postBatch: PostBatch): PostBatch {
  const programs = new Map<number, { queue: Waiting[]; running: number }>();

  function pump(programId: number): void {
    const program = programs.get(programId);
    if (!program) return;
    while (program.queue.length > 0 && program.running < MAX_BATCHES) {
      program.running += 1;
      void run(programId, takeBatch(program.queue)).finally(() => {
        program.running -= 1;
        if (program.queue.length === 0 && program.running === 0) programs.delete(programId);
        else pump(programId);
      });
    }
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
      const program = programs.get(programId) ?? { queue: [], running: 0 };
      programs.set(programId, program);
      program.queue.push({ commands, resolve, reject });
      // After the current turn of the event loop, so that what arrived in it goes together.
      setImmediate(pump, programId);
    });
}

function isOutOfReach(fault: unknown): boolean {
  return fault instanceof DatabaseFault || fault instanceof PoolBusyFault;
}

function takeBatch(queue: Waiting[]): Waiting[] {
  const batch: Waiting[] = [];
  let size = 0;
  while (queue[0] && (batch.length === 0 || size + queue[0].commands.length <= MAX_COMMANDS)) {
    size += queue[0].commands.length;
    batch.push(...queue.splice(0, 1));
  }
  return batch;
}
