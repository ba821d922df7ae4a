import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type ExpireHoldsPayload = z.output<typeof payload>;

/** Holds whose time is over are given back. Runs on each worker's own timer. */
export const expireHoldsJob: JobContract<"expire-holds", ExpireHoldsPayload> = {
  name: "expire-holds",
  payload,
  jobId: () => "expire-holds",
};
