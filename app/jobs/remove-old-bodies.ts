import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({});

export type RemoveOldBodiesPayload = z.output<typeof payload>;

/** Removes bodies of webhooks that were kept for as long as they may be. Runs on each worker's own timer. */
export const removeOldBodiesJob: JobContract<"remove-old-bodies", RemoveOldBodiesPayload> = {
  name: "remove-old-bodies",
  payload,
  jobId: () => "remove-old-bodies",
};
