import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type ReadShopsPayload = z.output<typeof payload>;

/** Orders and customers are read again where a run is due. Runs on each worker's own timer. */
export const readShopsJob: JobContract<"read-shops", ReadShopsPayload> = {
  name: "read-shops",
  payload,
  jobId: () => "read-shops",
};
