import { pollExigoCustomers } from "#usecases/keep-customers-alike";
import { pollExigo } from "#usecases/poll-exigo";
import type { PollExigoInput } from "#usecases/poll-exigo";
import { runComparisons } from "#usecases/run-comparisons";
import type { RunComparisonsInput } from "#usecases/run-comparisons";
import type { Wiring } from "#wiring";

/** What a worker reads in Exigo by itself: balances, customers, and all balances beside each other. */
export function createExigoReading({ adapters, reportFailure }: Wiring) {
  const comparisonPorts = {
    ...adapters,
    onComparisonFailure: (programId: number, failure: unknown) =>
      reportFailure("comparison_failed", failure, { programId }),
  };
  return {
    pollExigo: (input: PollExigoInput) => pollExigo(adapters, input),
    pollExigoCustomers: (input: { readonly signal: AbortSignal }) => pollExigoCustomers(adapters, input),
    runComparisons: (input: RunComparisonsInput) => runComparisons(comparisonPorts, input),
  };
}
