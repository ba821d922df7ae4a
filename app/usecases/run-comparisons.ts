import { causeOfGap } from "#core/sync";

import { compareBalances, ComparisonInterruptedFault, ExigoOutOfReachFault } from "./compare-balances.ts";
import type { CompareBalancesPorts } from "./compare-balances.ts";
import type { ComparisonKind, ComparisonRun, Comparisons } from "./ports/comparisons.ts";
import type { PollTarget } from "./ports/drift.ts";
import type { ExigoConnection, ExigoConnections, ExigoFailure } from "./ports/exigo.ts";
import type { Programs } from "./ports/programs.ts";
import { reconcileAccount } from "./reconcile-account.ts";
import type { ReconcileAccountPorts } from "./reconcile-account.ts";
import { workThrough } from "./work-through.ts";

export interface RunComparisonsPorts extends ReconcileAccountPorts {
  readonly exigoConnections: Pick<ExigoConnections, "find" | "pause">;
  readonly programs: Pick<Programs, "findProgram">;
  readonly comparisons: Comparisons;
  readonly drift: ReconcileAccountPorts["drift"] & CompareBalancesPorts["drift"];
  /** Told of a comparison that failed. */
  readonly onComparisonFailure: (programId: number, failure: unknown) => void;
}

export interface RunComparisonsInput {
  /** Accounts of one program that are read at once by a delta. */
  readonly concurrency: number;
  /** Aborted: the comparison under way is given up where it is, and no further one is begun. */
  readonly signal: AbortSignal;
}

const KINDS: readonly ComparisonKind[] = ["full", "delta"];
const ACCOUNTS_AT_ONCE = 100;
/** A comparison that failed is tried again after this, twice as long after each further failure. */
const RETRY_SECONDS = 30;
const MOST_RETRY_SECONDS = 3_600;

/**
 * Compares the balances of each program whose comparison is due with Exigo's: all of them each night, and each hour
 * those that changed. May run in any number of processes: one of them has a comparison at a time, and one whose process
 * died goes on where it was. Returns how many were finished; throws the port's faults when what is due cannot be found.
 */
export async function runComparisons(
  ports: RunComparisonsPorts,
  input: RunComparisonsInput,
): Promise<number> {
  let finished = 0;
  for (const kind of KINDS) {
    for (const programId of await ports.comparisons.findDue(kind)) {
      if (input.signal.aborted) return finished;
      const run = await ports.comparisons.claim(programId, kind, kind === "full" ? "join" : "walk");
      if (run && (await carryOut(ports, run, input))) finished += 1;
    }
  }
  return finished;
}

async function carryOut(
  ports: RunComparisonsPorts,
  run: ComparisonRun,
  input: RunComparisonsInput,
): Promise<boolean> {
  const { programId, attempt } = run;
  try {
    const found = await ports.exigoConnections.find(programId);
    const program = await ports.programs.findProgram(programId);
    if (found?.mirror !== run.mirror || !program) {
      throw new ComparisonInterruptedFault("the connection has changed");
    }
    const connection = { ...found, turn: "polls" } as const;
    const comparing = { ports, run, connection, scale: program.scale, ...input };
    if (run.kind === "full") await compareBalances(ports, connection, comparing);
    else await walk(comparing);
    return await ports.comparisons.finish(run);
  } catch (failure) {
    if (failure instanceof ComparisonInterruptedFault) {
      await ports.comparisons.putOff(run, { afterSeconds: 0, trouble: null });
      return false;
    }
    if (failure instanceof ExigoOutOfReachFault && failure.failure.failure === "unauthorized") {
      const connection = await ports.exigoConnections.find(programId);
      if (connection) await ports.exigoConnections.pause(connection, failure.failure.message);
    }
    if (failure instanceof ExigoOutOfReachFault && failure.failure.failure === "deferred") {
      await ports.comparisons.putOff(run, { afterSeconds: secondsOf(failure.failure), trouble: null });
      return false;
    }
    ports.onComparisonFailure(programId, failure);
    const afterSeconds = Math.min(RETRY_SECONDS * 2 ** Math.min(attempt - 1, 10), MOST_RETRY_SECONDS);
    const trouble = failure instanceof ExigoOutOfReachFault ? failure.code : "comparison_failed";
    await ports.comparisons.putOff(run, { afterSeconds, trouble });
    return false;
  }
}

/** The calls are used up for so long; that is no failure, so nobody is told. */
function secondsOf({ retryInMs = RETRY_SECONDS * 1_000 }: ExigoFailure): number {
  return Math.ceil(retryInMs / 1_000);
}

interface Walking extends RunComparisonsInput {
  readonly ports: RunComparisonsPorts;
  readonly run: ComparisonRun;
  readonly connection: ExigoConnection;
  readonly scale: number;
}

/** Reads the accounts that changed one by one: that judges, and puts right, what differs at once. */
async function walk(walking: Walking): Promise<void> {
  const { ports, run, signal } = walking;
  let afterAccountId = run.position;
  for (;;) {
    const { programId, changedSince } = run;
    const targets = await ports.comparisons.listTargets(programId, {
      ...{ afterAccountId, changedSince, limit: ACCOUNTS_AT_ONCE },
    });
    const last = targets.at(-1);
    if (!last) return;
    await workThrough(targets, walking, (target) => readOne(walking, target));
    if (signal.aborted) throw new ComparisonInterruptedFault("the process ends");
    afterAccountId = last.accountId;
    await storePage(walking, targets);
  }
}

async function readOne({ ports, connection, scale }: Walking, target: PollTarget): Promise<void> {
  const { outcome, retryInMs } = await reconcileAccount(ports, connection, { target, scale });
  if (outcome !== "paused" && outcome !== "out_of_reach" && outcome !== "deferred") return;
  throw new ExigoOutOfReachFault({
    ok: false,
    failure: outcome === "paused" ? "unauthorized" : outcome,
    trouble: outcome === "deferred" ? "budget" : "answer",
    status: null,
    ...(retryInMs === undefined ? {} : { retryInMs }),
    message: "a balance could not be read",
  });
}

/** What still differs after it was read is a gap; what agrees is none any more. */
async function storePage({ ports, run }: Walking, targets: readonly PollTarget[]): Promise<void> {
  const { programId, mirror } = run;
  const accountIds = targets.map(({ accountId }) => accountId);
  const standing = await ports.comparisons.standingOf(programId, accountIds);
  const differs = standing.filter(({ ledgerMinor, exigoMinor }) => ledgerMinor !== (exigoMinor ?? 0));
  const facts = await ports.comparisons.gapFacts(
    programId,
    mirror,
    differs.map(({ accountId }) => accountId),
  );
  const gaps = differs.flatMap((each) => {
    const known = facts.get(each.accountId);
    return known ? [{ ...each, cause: causeOfGap({ ...known, isLinked: true, isInExigo: true }) }] : [];
  });
  const differing = new Set(differs.map(({ accountId }) => accountId));
  const stored = await ports.comparisons.advance(run, {
    ...{ stage: "walk", position: Math.max(...accountIds), accounts: targets.length, strangers: 0, gaps },
    agreed: accountIds.filter((id) => !differing.has(id)),
  });
  if (!stored) throw new ComparisonInterruptedFault("another process has taken the comparison over");
}
