import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type ExpireLotsPayload = z.output<typeof payload>;

/** What remains of expired lots is taken. Runs on each worker's own timer. */
export const expireLotsJob: JobContract<"expire-lots", ExpireLotsPayload> = {
  name: "expire-lots",
  payload,
  jobId: () => "expire-lots",
};
