import { z } from "zod";

import type { JobContract } from "./contract.ts";

const payload = z.object({ shopDomain: z.string().max(255), id: z.number().int().positive() });

export type ProcessInboxEventPayload = z.output<typeof payload>;

/** A webhook was stored and waits to be applied. */
export const processInboxEventJob: JobContract<"process-inbox-event", ProcessInboxEventPayload> = {
  name: "process-inbox-event",
  payload,
  jobId: ({ shopDomain, id }) => `inbox-${shopDomain}-${id}`,
};
