import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type ProveLedgersPayload = z.output<typeof payload>;

/** Ledgers whose proof is due are proved. Runs on each worker's own timer. */
export const proveLedgersJob: JobContract<"prove-ledgers", ProveLedgersPayload> = {
  name: "prove-ledgers",
  payload,
  jobId: () => "prove-ledgers",
};
