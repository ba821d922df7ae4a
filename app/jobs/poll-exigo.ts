import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type PollExigoPayload = z.output<typeof payload>;

/** Reads the Exigo balances whose next read is due. Runs on each worker's own timer. */
export const pollExigoJob: JobContract<"poll-exigo", PollExigoPayload> = {
  name: "poll-exigo",
  payload,
  jobId: () => "poll-exigo",
};
