import { followExigoHistory } from "./follow-exigo-history.ts";
import type { FollowExigoHistoryPorts } from "./follow-exigo-history.ts";
import type { DriftCases } from "./ports/drift.ts";
import type { ExigoConnections } from "./ports/exigo.ts";
import type { Programs } from "./ports/programs.ts";
import { reconcileAccount } from "./reconcile-account.ts";
import type { ReconcileAccountPorts, Reconciliation } from "./reconcile-account.ts";
import { refreshExigoFacts } from "./refresh-exigo-facts.ts";
import type { RefreshExigoFactsPorts } from "./refresh-exigo-facts.ts";

export interface PollExigoPorts
  extends ReconcileAccountPorts, RefreshExigoFactsPorts, Pick<FollowExigoHistoryPorts, "exigoMovements"> {
  readonly exigoConnections: ExigoConnections;
  readonly programs: Pick<Programs, "findProgram">;
  readonly drift: DriftCases;
}

export interface PollExigoInput {
  /** Accounts read per program and run; with the pause between runs it is the budget of calls. */
  readonly limit: number;
  /** Accounts of one program read at once. */
  readonly concurrency: number;
  /** Aborted: no further account is begun. */
  readonly signal: AbortSignal;
}

/** Members asked for anew in one run, beside the balances: a few, because they change seldom. */
const FACTS_PER_RUN = 10;

export type PollCounts = Partial<Record<Reconciliation["outcome"], number>>;

/**
 * Reads on in Exigo's history where there is one, compares the accounts whose next read is due with Exigo, program by
 * program, and reads type and rank of a few members whose facts are old. A program whose Exigo refuses
 * the login is paused, one that is out of reach is left for the next run. Throws what the first failing program
 * threw, after all had their turn.
 */
export async function pollExigo(ports: PollExigoPorts, input: PollExigoInput): Promise<PollCounts> {
  const counts: PollCounts = {};
  const programIds = await ports.exigoConnections.listActivePrograms();
  const results = await Promise.allSettled(
    programIds.map((programId) => pollProgram(ports, programId, input, counts)),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return counts;
}

async function pollProgram(
  ports: PollExigoPorts,
  programId: number,
  { limit, concurrency, signal }: PollExigoInput,
  counts: PollCounts,
): Promise<void> {
  const found = await ports.exigoConnections.find(programId);
  const program = await ports.programs.findProgram(programId);
  if (found?.state !== "active" || !program) return;
  const connection = { ...found, turn: "polls" } as const;
  await followExigoHistory(ports, connection, { scale: program.scale, signal });
  const againInMs = connection.pollSeconds * 2_000;
  const targets = (await ports.drift.claimDuePolls(programId, { limit, againInMs })).values();
  let open = true;
  const lane = async (): Promise<void> => {
    for (const target of targets) {
      if (!open || signal.aborted) return;
      const { outcome } = await reconcileAccount(ports, connection, { target, scale: program.scale });
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      // The next account would meet the same closed door.
      if (outcome === "paused" || outcome === "out_of_reach" || outcome === "deferred") open = false;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  if (open) await refreshExigoFacts(ports, connection, { limit: FACTS_PER_RUN, signal });
}
