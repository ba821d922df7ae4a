import { causeOfGap, mergeBalances } from "#core/sync";
import { Fault, parseDecimal } from "#core/units";

import type {
  ComparisonRun,
  Comparisons,
  ComparisonStep,
  LedgerBalance,
  NewGap,
} from "./ports/comparisons.ts";
import type { DriftCases } from "./ports/drift.ts";
import type { Exigo, ExigoConnection, ExigoFailure } from "./ports/exigo.ts";

export interface CompareBalancesPorts {
  readonly exigo: Pick<Exigo, "listPointBalances">;
  readonly comparisons: Pick<
    Comparisons,
    "listLinked" | "listObserved" | "listUnlinked" | "gapFacts" | "advance"
  >;
  readonly drift: Pick<DriftCases, "readSoon">;
}

/** Exigo did not let its balances be read to the end; the comparison goes on where it was. */
export class ExigoOutOfReachFault extends Fault {
  readonly code = "exigo_out_of_reach";
  readonly failure: ExigoFailure;

  constructor(failure: ExigoFailure) {
    super(`Exigo's balances could not be read: ${failure.message}`);
    this.failure = failure;
  }
}

/** The process ends, or another one has taken the comparison over. */
export class ComparisonInterruptedFault extends Fault {
  readonly code = "comparison_interrupted";
}

/** Rows of each side held at once. */
const PAGE = 5_000;

/** An account as both sides have it; null: that side has none. */
interface Difference {
  readonly accountId: number;
  readonly ledgerMinor: number;
  readonly exigoMinor: number | null;
  readonly isInExigo: boolean;
}

/**
 * Compares every member's balance with Exigo's list of balances, both read in the order of Exigo's customers, some
 * thousands at a time. What differs is stored with its cause, and the accounts are read one by one soon: only that
 * puts a balance right. Goes on where the run stands, and stores how far it is with each step. Throws an
 * `ExigoOutOfReachFault`, a `ComparisonInterruptedFault`, and the database's faults.
 */
export async function compareBalances(
  ports: CompareBalancesPorts,
  connection: ExigoConnection,
  { run, scale, signal }: { run: ComparisonRun; scale: number; signal: AbortSignal },
): Promise<void> {
  const comparing = { ports, connection, run, scale, signal };
  if (run.stage === "join") await join(comparing);
  await compareUnlinked(comparing);
}

interface Comparing {
  readonly ports: CompareBalancesPorts;
  readonly connection: ExigoConnection;
  readonly run: ComparisonRun;
  readonly scale: number;
  readonly signal: AbortSignal;
}

async function join(comparing: Comparing): Promise<void> {
  const { ports, run } = comparing;
  const { programId } = run;
  const ours = pagesAfter<LedgerBalance>(run.position, (afterCustomerId) =>
    ports.comparisons.listLinked(programId, { afterCustomerId, limit: PAGE }),
  );
  const theirs = pagesAfter<TheirBalance>(run.position, (afterCustomerId) =>
    readTheirs(comparing, afterCustomerId),
  );
  const hasList = comparing.connection.historyUrl !== null;
  for (;;) {
    await Promise.all([ours.fill(), theirs.fill()]);
    const { pairs, oursUsed, theirsUsed } = mergeBalances(ours, theirs);
    if (pairs.length === 0) return;
    const last = pairs.at(-1);
    const position = last?.ours?.exigoCustomerId ?? last?.theirs?.exigoCustomerId ?? run.position;
    const linked = pairs.flatMap(({ ours: one, theirs: other }): Difference[] => {
      if (!one) return [];
      const { accountId, ledgerMinor } = one;
      // Without a list, who is not there was not read yet.
      return [
        {
          accountId,
          ledgerMinor,
          exigoMinor: other?.balanceMinor ?? null,
          isInExigo: other !== null || !hasList,
        },
      ];
    });
    const strangers = pairs.filter(
      ({ ours: one, theirs: other }) => !one && other && other.balanceMinor !== 0,
    );
    await storeStep(comparing, linked, {
      stage: "join",
      position,
      strangers: strangers.length,
      isLinked: true,
    });
    ours.use(oursUsed);
    theirs.use(theirsUsed);
  }
}

/** null: it does not fit the unit. */
interface TheirBalance {
  readonly exigoCustomerId: number;
  readonly balanceMinor: number | null;
}

/** Exigo's list, or, where the company has none, what was read of each customer last. */
async function readTheirs(comparing: Comparing, afterCustomerId: number): Promise<TheirBalance[]> {
  const { ports, connection, run, scale } = comparing;
  const range = { afterCustomerId, limit: PAGE };
  if (connection.historyUrl === null) return ports.comparisons.listObserved(run.programId, range);
  const page = await ports.exigo.listPointBalances(connection, range);
  if (!page.ok) throw new ExigoOutOfReachFault(page);
  return page.value.map(({ exigoCustomerId, balance }) => ({
    exigoCustomerId,
    balanceMinor: parseDecimal(balance, scale),
  }));
}

/** Members without a customer in Exigo: whatever they hold or owe is not there. */
async function compareUnlinked(comparing: Comparing): Promise<void> {
  const { ports, run } = comparing;
  let afterAccountId = run.stage === "unlinked" ? run.position : 0;
  for (;;) {
    const page = await ports.comparisons.listUnlinked(run.programId, { afterAccountId, limit: PAGE });
    const last = page.at(-1);
    if (!last) return;
    const differences = page.map((each) => ({ ...each, exigoMinor: null, isInExigo: false }));
    afterAccountId = last.accountId;
    await storeStep(comparing, differences, {
      ...{ stage: "unlinked", position: afterAccountId, strangers: 0, isLinked: false },
    });
  }
}

async function storeStep(
  { ports, run, signal }: Comparing,
  compared: readonly Difference[],
  { isLinked, ...step }: Pick<ComparisonStep, "stage" | "position" | "strangers"> & { isLinked: boolean },
): Promise<void> {
  const differs = compared.filter(({ ledgerMinor, exigoMinor }) => ledgerMinor !== (exigoMinor ?? 0));
  const accountIds = differs.map(({ accountId }) => accountId);
  const facts = await ports.comparisons.gapFacts(run.programId, run.mirror, accountIds);
  const gaps = differs.flatMap(({ accountId, ledgerMinor, exigoMinor, isInExigo }): NewGap[] => {
    const known = facts.get(accountId);
    if (!known) return [];
    return [{ accountId, ledgerMinor, exigoMinor, cause: causeOfGap({ ...known, isLinked, isInExigo }) }];
  });
  const differing = new Set(accountIds);
  const agreed = compared.map(({ accountId }) => accountId).filter((id) => !differing.has(id));
  if (!(await ports.comparisons.advance(run, { ...step, accounts: compared.length, agreed, gaps }))) {
    throw new ComparisonInterruptedFault("another process has taken the comparison over");
  }
  if (isLinked) await ports.drift.readSoon(run.programId, accountIds);
  if (signal.aborted) throw new ComparisonInterruptedFault("the process ends");
}

/** Rows of one side: some that wait to be joined, and whether there may be more. */
function pagesAfter<Row extends { readonly exigoCustomerId: number }>(
  position: number,
  read: (afterCustomerId: number) => Promise<Row[]>,
) {
  let after = position;
  const side = {
    rows: [] as Row[],
    hasMore: true,
    /** A page may be shorter than asked for, so that only an empty one is the end. */
    async fill(): Promise<void> {
      if (!side.hasMore || side.rows.length > 0) return;
      side.rows = await read(after);
      after = side.rows.at(-1)?.exigoCustomerId ?? after;
      side.hasMore = side.rows.length > 0;
    },
    use(count: number): void {
      side.rows = side.rows.slice(count);
    },
  };
  return side;
}
