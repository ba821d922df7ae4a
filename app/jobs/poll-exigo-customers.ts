import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type PollExigoCustomersPayload = z.output<typeof payload>;

/** Reads what changed of Exigo's customers where it is time. Runs on each worker's own timer. */
export const pollExigoCustomersJob: JobContract<"poll-exigo-customers", PollExigoCustomersPayload> = {
  name: "poll-exigo-customers",
  payload,
  jobId: () => "poll-exigo-customers",
};
