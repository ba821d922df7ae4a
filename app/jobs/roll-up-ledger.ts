import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type RollUpLedgerPayload = z.output<typeof payload>;

/** What was posted is taken into the sums by day. Runs on each worker's own timer. */
export const rollUpLedgerJob: JobContract<"roll-up-ledger", RollUpLedgerPayload> = {
  name: "roll-up-ledger",
  payload,
  jobId: () => "roll-up-ledger",
};
