import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type CompareBalancesPayload = z.output<typeof payload>;

/** Balances are compared with Exigo's as a whole where that is due. Runs on each worker's own timer. */
export const compareBalancesJob: JobContract<"compare-balances", CompareBalancesPayload> = {
  name: "compare-balances",
  payload,
  jobId: () => "compare-balances",
};
