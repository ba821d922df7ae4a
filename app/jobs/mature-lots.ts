import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type MatureLotsPayload = z.output<typeof payload>;

/** Pending lots whose day has come become available. Runs on each worker's own timer. */
export const matureLotsJob: JobContract<"mature-lots", MatureLotsPayload> = {
  name: "mature-lots",
  payload,
  jobId: () => "mature-lots",
};
