import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type SweepDuePayload = z.output<typeof payload>;

/** Finds every due row that no wake-up reached. Runs on each worker's own timer, so it needs no Redis. */
export const sweepDueJob: JobContract<"sweep-due", SweepDuePayload> = {
  name: "sweep-due",
  payload,
  jobId: () => "sweep-due",
};
