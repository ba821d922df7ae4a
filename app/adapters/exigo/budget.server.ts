import { DEFAULT_EXIGO_API } from "#core/exigo";
import type { CallAllowance, CallBudget } from "#usecases/ports/call-budget";
import type { CallTurn, ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";

/** How long a call waits for its turn before it gives up: far below a lease, and no longer than people wait. */
const PATIENCE_MS: Readonly<Record<CallTurn, number>> = {
  person: 8_000,
  points: 3_000,
  documents: 2_000,
  polls: 1_000,
  catalog: 1_000,
};
const SHORTEST_PAUSE_MS = 10;

/**
 * Carries out a call once the budget has room for it. A call that would have to wait long is not made: failure
 * `deferred`, which costs no attempt. A 429 closes the company's budget for as long as Exigo says.
 */
export async function withinBudget<T>(
  budget: CallBudget,
  access: ExigoAccess,
  turn: CallTurn,
  call: () => Promise<ExigoAnswer<T>>,
): Promise<ExigoAnswer<T>> {
  const allowance = allowanceOf(access, turn);
  let patienceMs = PATIENCE_MS[allowance.turn];
  for (;;) {
    const admission = await budget.admit({ ...allowance, patienceMs });
    if (admission.admitted) return carryOut(budget, allowance.company, admission.call, call);
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, admission.waitMs);
    if (pauseMs > patienceMs) return deferred(admission.waitMs);
    patienceMs -= pauseMs;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function carryOut<T>(
  budget: CallBudget,
  company: string,
  name: string,
  call: () => Promise<ExigoAnswer<T>>,
): Promise<ExigoAnswer<T>> {
  try {
    const answer = await call();
    if (!answer.ok && answer.status === 429 && answer.retryInMs !== undefined) {
      await budget.close(company, answer.retryInMs);
    }
    return answer;
  } finally {
    await budget.end(company, name);
  }
}

function allowanceOf(access: ExigoAccess, turn: CallTurn): Omit<CallAllowance, "patienceMs"> {
  const { callsPerMinute, callsAtOnce, timeoutSeconds } = access.setup?.api ?? DEFAULT_EXIGO_API;
  return {
    company: `${new URL(access.baseUrl).host}/${access.company}`.toLowerCase(),
    turn: access.turn ?? turn,
    callsPerMinute,
    callsAtOnce,
    longestMs: timeoutSeconds * 1_000 + 1_000,
  };
}

function deferred(waitMs: number): ExigoAnswer<never> {
  return {
    ok: false,
    failure: "deferred",
    trouble: "budget",
    status: null,
    retryInMs: Math.max(1_000, waitMs),
    message: "the calls to Exigo are used up for now",
  };
}
